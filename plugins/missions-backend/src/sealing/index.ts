export { Sealer } from './Sealer';
export type { SealingKey } from './Sealer';
export { readSealingKeys } from './readSealingKeys';
export { MASK, Masker } from './Masker';
export { maskWhole } from './maskWhole';
export { LineMasker } from './LineMasker';
export { declaredSecrets, secretNames } from './secretNames';
export { limitPayload } from './limitPayload';
export type { TruncatedPayload } from './limitPayload';
