import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import type { FoundProblem } from './problem';

/** Tells the offset of a problem in a text; of the closest value that exists. */
export function offsetsIn(
  document: Document,
  text: string,
): (problem: FoundProblem) => number {
  const pairOf = pairsByKey();
  return problem => {
    let node: Node | null = document.contents as Node | null;
    let key: Node | undefined;
    for (const [index, part] of problem.path.entries()) {
      const holder: Node | null | undefined = isAlias(node)
        ? node.resolve(document)
        : node;
      let value: Node | null | undefined;
      let ownKey: Node | undefined;
      if (isMap(holder)) {
        const pair = pairOf(holder, String(part));
        ownKey = pair?.key as Node | undefined;
        value = pair?.value as Node | null | undefined;
      } else if (isSeq(holder) && typeof part === 'number') {
        value = holder.items[part] as Node | undefined;
      }
      if (!ownKey && !value) {
        break;
      }
      const last = index === problem.path.length - 1;
      key = ownKey;
      node = (last && problem.atKey ? ownKey : value ?? ownKey) ?? null;
    }
    const range = node?.range ?? key?.range ?? [0, 0, 0];
    if (!problem.within) {
      return range[0];
    }
    const found = text.slice(range[0], range[1]).indexOf(problem.within.text);
    return found === -1 ? range[0] : range[0] + found + problem.within.offset;
  };
}

/** The first entry of a map with a key; each map is gone through once. */
function pairsByKey(): (map: YAMLMap, key: string) => Pair | undefined {
  const known = new WeakMap<YAMLMap, Map<string, Pair>>();
  return (map, key) => {
    let pairs = known.get(map);
    if (!pairs) {
      pairs = new Map();
      for (const pair of map.items) {
        const name = isScalar(pair.key) ? String(pair.key.value) : undefined;
        if (name !== undefined && !pairs.has(name)) {
          pairs.set(name, pair);
        }
      }
      known.set(map, pairs);
    }
    return pairs.get(key);
  };
}
