export { errorCatalogue } from './catalogue';
export type { CatalogueEntry, ErrorCode } from './catalogue';
export { MissionError, isMissionError } from './MissionError';
export type { MissionErrorOptions } from './MissionError';
