/** The target of a sequence that touches no cluster itself. */
const SEQUENCE_TARGET = '-';

/**
 * Whether a target is the sequence itself, which has no cluster of its own: its
 * clusters are those of the missions that it starts. A run that has it has no
 * other target.
 * @public
 */
export function isSequenceTarget(targetId: string): boolean {
  return targetId === SEQUENCE_TARGET;
}
