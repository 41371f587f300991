import { alignedTokens } from './alignedTokens';
import { differingLines } from './differingLines';
import type { ValueLayout } from './lookAlike';
import { edgesOf, type Token, tokensOf } from './tokensOf';

/** Where more than this differs, in UTF-16 units, nobody compares by eye. */
const MAX_PART = 20_000;

/** A blank that is none of ASCII: any number of these looks like any of those. */
const ODD_BLANK = /(?! )[\p{Zs}\t]/u;
const ONLY_BLANKS = /^ +$/;

/** What may hide a difference, by layout, between the white space at the ends. */
const SUSPECT = { lines: /[^\n -~]| \n/, line: /[^\n -~]| [ \n]/ };
/** What stands on the character before it. */
const ATTACHED = /[\p{M}\p{Default_Ignorable_Code_Point}]/u;
const DRAWN = /[!-~]/;
const DRAWN_OR_BLANK = /[ -~]/;

/**
 * Where a text has characters that tell it apart from another one and yet look
 * the same there, or like nothing: offsets in UTF-16 units. Parts that look
 * different are left alone. Nothing is told where more than {@link MAX_PART} may
 * hide it: what is told in part would look like all of it.
 */
export function hiddenDifference(
  text: string,
  other: string,
  layout: ValueLayout,
): number[] {
  const mine = edgesOf(text);
  const theirs = edgesOf(other);
  const parts = differingLines(
    [text, mine.lead.text.length, mine.trail.at],
    [other, theirs.lead.text.length, theirs.trail.at],
  );
  const isSuspect = parts.some(([whole, from, to]) =>
    SUSPECT[layout].test(whole.slice(from, to)),
  );
  const isLong =
    isSuspect && parts.some(([, from, to]) => to - from > MAX_PART);
  if (
    isLong ||
    areLongEdges(mine.lead, theirs.lead) ||
    areLongEdges(mine.trail, theirs.trail)
  ) {
    return [];
  }
  const pairs = isSuspect
    ? alignedTokens(tokensOf(...parts[0]), tokensOf(...parts[1]))
    : [];
  return [
    ...differenceIn(mine.lead, theirs.lead),
    ...pairs.flatMap(([one, counterpart]) =>
      layout === 'lines' && areBlanks(one, counterpart)
        ? []
        : differenceIn(one, counterpart),
    ),
    ...differenceIn(mine.trail, theirs.trail),
  ];
}

/** Whether so much white space differs at one end of two texts. */
function areLongEdges(mine: Token, theirs: Token): boolean {
  const longer = Math.max(mine.text.length, theirs.text.length);
  return mine.text !== theirs.text && longer > MAX_PART;
}

/** Indentation is seen. */
function areBlanks(one: Token, other: Token): boolean {
  return ONLY_BLANKS.test(one.text) && ONLY_BLANKS.test(other.text);
}

/**
 * Of the part that differs, all but what is drawn in ASCII. Beside another blank
 * the plain one stays, unless it is at an end, where nobody sees it.
 */
function differenceIn(mine: Token, theirs: Token): number[] {
  if (mine.text === theirs.text) {
    return [];
  }
  const one = [...mine.text];
  const other = [...theirs.text];
  const [start, end] = commonEnds(one, other);
  const part = one.slice(start, one.length - end);
  const isBesideOdd =
    mine.look === ' ' &&
    [...part, ...other.slice(start, other.length - end)].some(character =>
      ODD_BLANK.test(character),
    );
  const left = isBesideOdd ? DRAWN_OR_BLANK : DRAWN;
  const offsets: number[] = [];
  let at = mine.at + one.slice(0, start).join('').length;
  for (const character of part) {
    if (!left.test(character)) {
      offsets.push(at);
    }
    at += character.length;
  }
  return offsets;
}

/** How many characters two texts share at their start and end; no mark loses its letter. */
function commonEnds(
  one: readonly string[],
  other: readonly string[],
): [number, number] {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) {
    start += 1;
  }
  let end = 0;
  while (
    end < shorter - start &&
    one[one.length - 1 - end] === other[other.length - 1 - end]
  ) {
    end += 1;
  }
  while (end > 0 && ATTACHED.test(one[one.length - end])) {
    end -= 1;
  }
  return [start, end];
}
