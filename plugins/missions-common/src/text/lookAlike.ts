import { differingLines } from './differingLines';
import { glyphsOf } from './glyphs';

/**
 * Where values stand: `lines` keeps blanks and breaks of lines as they are,
 * `line` is one line in which a run of blanks looks like one.
 *
 * @public
 */
export type ValueLayout = 'lines' | 'line';

/** Blanks that are none of ASCII. */
const ODD_BLANK = /(?! )[\p{Zs}\t]/u;
const BLANKS = /[\p{Zs}\t]+/gu;
const BLANKS_AT_END = /(?<! ) +(?=\r?\n)/g;

/** What turns the direction: the ranges of R and AL in Unicode's DerivedBidiClass. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const MIRRORED = /\p{Bidi_Mirrored}/gu;

/**
 * Whether two texts that are shown below or beside each other look the same, or
 * may do so: beside letters from right to left, `1,א` and `א,1` are drawn alike.
 */
export function lookAlike(
  one: string,
  other: string,
  layout: ValueLayout,
): boolean {
  const texts = [one, other].map(text =>
    layout === 'line' ? text.replace(/\r?\n/g, ' ⏎ ') : text,
  );
  const folds = layout === 'line' || texts.some(text => ODD_BLANK.test(text));
  const seen = (text: string) =>
    glyphsOf(
      (folds ? text.replace(BLANKS, ' ') : text)
        .replace(BLANKS_AT_END, '')
        .trim(),
    );
  const [first, second] = texts.map(seen);
  return (
    first === second ||
    (first.length === second.length && mayBeReordered(texts, seen))
  );
}

/** Whether the lines that differ have the same glyphs, and some from right to left. */
function mayBeReordered(
  [one, other]: readonly string[],
  seen: (text: string) => string,
): boolean {
  const lines = differingLines(
    [one, 0, one.length],
    [other, 0, other.length],
  ).map(([text, from, to]) => text.slice(from, to));
  if (!lines.every(text => RIGHT_TO_LEFT.test(text))) {
    return false;
  }
  const counts = new Map<string, number>();
  lines.forEach((text, at) => {
    for (const glyph of seen(text).replace(MIRRORED, '(')) {
      counts.set(glyph, (counts.get(glyph) ?? 0) + (at === 0 ? 1 : -1));
    }
  });
  return [...counts.values()].every(count => count === 0);
}
