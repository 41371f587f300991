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

/** A start with which the usual first names of clusters differ. */
const SEED = 89_936;

/** The colour of a cluster: the same for a name on every page and machine. @public */
export function clusterColour(name: string): string {
  let hash = SEED;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 16777619);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return PALETTE[((hash ^ (hash >>> 16)) >>> 0) % PALETTE.length];
}
