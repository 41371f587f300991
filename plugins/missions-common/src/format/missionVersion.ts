import { contentHash } from '../canonical';
import type { MissionDefinition } from './schema';

/**
 * Version of a mission: the hash (SHA-256, hex) of its canonical content.
 * Comments, the order of keys and the way YAML is written do not change it;
 * an absent list and an empty one are the same.
 * @public
 */
export function missionVersion(mission: MissionDefinition): string {
  return contentHash(mission);
}
