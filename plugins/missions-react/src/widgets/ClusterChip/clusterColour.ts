/** Twelve colours that differ from the tones and from each other. */
const PALETTE = [
  '#0d9488',
  '#8b5cf6',
  '#c2410c',
  '#0e7490',
  '#b345ab',
  '#4d7c0f',
  '#64748b',
  '#a16207',
  '#5b6ee1',
  '#9f5f5f',
  '#0f766e',
  '#7c6f64',
] as const;

/** The colour of a cluster: the same for a name on every page and machine. @public */
export function clusterColour(name: string): string {
  let hash = 2166136261;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 16777619);
  }
  const mixed = Math.imul(hash ^ (hash >>> 15), 2246822507);
  return PALETTE[((mixed ^ (mixed >>> 13)) >>> 0) % PALETTE.length];
}
