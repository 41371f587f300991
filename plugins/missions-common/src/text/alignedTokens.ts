import type { Token } from './tokensOf';

/** Pairs of texts beyond this many steps are compared at their ends only. */
const MAX_STEPS = 250_000;
/** The same text is a better partner than one that only looks the same. */
const SAME = 3;
const ALIKE = 2;

/**
 * The tokens of two texts that stand for each other: those that look the same,
 * in the order of both, as many as there are.
 */
export function alignedTokens(
  one: readonly Token[],
  other: readonly Token[],
): [Token, Token][] {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start].look === other[start].look) {
    start += 1;
  }
  let end = 0;
  while (
    end < shorter - start &&
    one[one.length - 1 - end].look === other[other.length - 1 - end].look
  ) {
    end += 1;
  }
  const pairs: [Token, Token][] = [];
  for (let at = 0; at < start; at += 1) {
    pairs.push([one[at], other[at]]);
  }
  pairs.push(
    ...longestCommon(
      one.slice(start, one.length - end),
      other.slice(start, other.length - end),
    ),
  );
  for (let at = end; at > 0; at -= 1) {
    pairs.push([one[one.length - at], other[other.length - at]]);
  }
  return pairs;
}

/** The longest common subsequence, by the table of what is best from here on. */
function longestCommon(
  one: readonly Token[],
  other: readonly Token[],
): [Token, Token][] {
  const width = other.length + 1;
  if ((one.length + 1) * width > MAX_STEPS) {
    return [];
  }
  const best = new Uint32Array((one.length + 1) * width);
  const worth = (i: number, j: number) => {
    if (one[i].look !== other[j].look) {
      return 0;
    }
    const value = one[i].text === other[j].text ? SAME : ALIKE;
    return value + best[(i + 1) * width + j + 1];
  };
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      best[i * width + j] = Math.max(
        worth(i, j),
        best[(i + 1) * width + j],
        best[i * width + j + 1],
      );
    }
  }
  const pairs: [Token, Token][] = [];
  let [i, j] = [0, 0];
  while (i < one.length && j < other.length) {
    const here = best[i * width + j];
    if (here === worth(i, j) && here > 0) {
      pairs.push([one[i], other[j]]);
      i += 1;
      j += 1;
    } else if (here === best[(i + 1) * width + j]) {
      i += 1;
    } else {
      j += 1;
    }
  }
  return pairs;
}
