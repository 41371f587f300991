import { hiddenDifference } from './hiddenDifference';
import { lookAlike, type ValueLayout } from './lookAlike';
import { codePoint, writtenOut } from './visibleText';

const INDENT = { lines: 2, line: 0 } as const;

/** In JSON of one value: all but ASCII, and all of a run of blanks but the first. */
const NOT_PLAIN = { lines: /[^\n -~]/gu, line: /[^ -~]|(?<= ) /gu } as const;

/**
 * Values of others that a reader compares, as they are shown there: texts bare,
 * others as JSON, an absent one as nothing, and what cannot be seen written
 * out, as `visibleValue` does it.
 *
 * @remarks
 * Two values that differ do not look the same, as far as Unicode's properties and
 * a list of letters that look alike can tell. What tells them apart and cannot
 * be told by eye is written out as well, beside other changes too: ends of lines
 * (`\u{d}`), other blanks (`\u{a0}`), those at an end (`\u{20}`), composed and
 * decomposed letters, letters of another script. What they have in common
 * stays as it is. Where that is not enough, such as for `80` and `"80"`, for more
 * than some 20,000 characters that differ, or for another order beside letters
 * from right to left, all of them are JSON in ASCII. Such an order, and what is
 * hidden in so long a part, is not told beside a change that is seen.
 *
 * @public
 */
export function comparedValues(
  values: readonly unknown[],
  layout: ValueLayout,
): string[] {
  const all = values.map(value => ({
    value,
    isBare: typeof value === 'string',
    text: typeof value === 'string' ? value : jsonOf(value, layout),
  }));
  type Compared = (typeof all)[number];
  const othersOf = ({ value, isBare, text }: Compared) =>
    all.filter(
      other =>
        value !== undefined &&
        other.value !== undefined &&
        (other.isBare !== isBare || other.text !== text),
    );
  const shown = new Map(
    all.map(one => [one, shownBeside(one, othersOf(one), layout)]),
  );
  const areClear = all.every(one =>
    othersOf(one).every(
      other => !lookAlike(shown.get(one)!, shown.get(other)!, layout),
    ),
  );
  return all.map(one =>
    areClear
      ? shown.get(one)!
      : jsonOf(one.value, layout).replace(NOT_PLAIN[layout], codePoint),
  );
}

function shownBeside(
  { text, isBare }: { text: string; isBare: boolean },
  others: readonly { text: string }[],
  layout: ValueLayout,
): string {
  return layout === 'lines' && isBare && text === ''
    ? '""'
    : writtenOut(
        text,
        others.flatMap(other => hiddenDifference(text, other.text, layout)),
        isBare,
      );
}

function jsonOf(value: unknown, layout: ValueLayout): string {
  return value === undefined
    ? ''
    : JSON.stringify(value, undefined, INDENT[layout]);
}
