export { Retention } from './Retention';
export type { Removed, RetentionOptions } from './Retention';
export {
  defaultRetention,
  readRetentionRules,
  retentionLevels,
} from './retentionRules';
export type { RetentionLevel, RetentionRules } from './retentionRules';
