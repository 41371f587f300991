export { Sealer } from './Sealer';
export type { SealingKey } from './Sealer';
export { readSealingKeys } from './readSealingKeys';
