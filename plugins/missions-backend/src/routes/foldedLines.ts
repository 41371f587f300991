import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Characters that folded numbers may have: a header with more is refused on its way. */
const MOST_FOLDED = 4_400;

/** Bytes that are folded, and unfolded, at most. */
const MOST_BYTES = 128 * 1024;

/** Characters of the two ids of a step: more than the database takes. */
const MOST_KEY = 600;

/** Numbers of the steps of one target: its name, which list of steps, and one for each of them. */
type Row = [target: string, steps: number, ...seqs: number[]];

/**
 * Numbers of log lines by step, in so few characters as they need: each list
 * of steps once, however many targets have it. Undefined where that is too much.
 */
export function foldLines(
  lines: ReadonlyMap<string, number>,
): string | undefined {
  const targets = new Map<string, [string, number][]>();
  for (const [key, seq] of lines) {
    const at = key.indexOf('\n') + 1;
    const target = key.slice(0, at);
    const steps = targets.get(target) ?? [];
    steps.push([key.slice(at), seq]);
    targets.set(target, steps);
  }
  const lists = new Map<string, { at: number; names: string[] }>();
  const rows = [...targets].map(([target, steps]): Row => {
    steps.sort(([one], [other]) => (one < other ? -1 : 1));
    const names = steps.map(([name]) => name);
    const text = JSON.stringify(names);
    const list = lists.get(text) ?? { at: lists.size, names };
    lists.set(text, list);
    return [target, list.at, ...steps.map(([, seq]) => seq)];
  });
  const all = [[...lists.values()].map(({ names }) => names), rows];
  const bytes = Buffer.from(JSON.stringify(all));
  if (bytes.length > MOST_BYTES) {
    return undefined;
  }
  const folded = deflateRawSync(bytes).toString('base64url');
  return folded.length > MOST_FOLDED ? undefined : folded;
}

/** Entries of what was folded, unless somebody else wrote it. Throws then. */
export function unfoldLines(folded: string): [string, unknown][] {
  const bytes = inflateRawSync(Buffer.from(folded, 'base64url'), {
    maxOutputLength: MOST_BYTES,
  });
  const [lists, rows] = JSON.parse(bytes.toString('utf8')) as [
    string[][],
    Row[],
  ];
  return rows.flatMap(([target, at, ...seqs]) => {
    const names = lists[at];
    if (names.length !== seqs.length) {
      throw new Error('not as many numbers as steps');
    }
    return names.map((name, index): [string, unknown] => {
      // Few characters may stand for very many: each name comes once for each target.
      if (target.length + name.length > MOST_KEY) {
        throw new Error('no ids of a step');
      }
      return [`${target}${name}`, seqs[index]];
    });
  });
}
