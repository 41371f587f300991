export { canonicalJson } from './canonicalJson';
export { contentHash } from './contentHash';
