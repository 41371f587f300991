/** A text, and where a part of it starts and ends. */
export type Part = readonly [text: string, from: number, to: number];

/** Of two parts, the lines between those that both have at their start and end. */
export function differingLines(
  [one, from, to]: Part,
  [other, otherFrom, otherTo]: Part,
): [Part, Part] {
  const shorter = Math.min(to - from, otherTo - otherFrom);
  let start = 0;
  for (
    let at = 0;
    at < shorter && one[from + at] === other[otherFrom + at];
    at += 1
  ) {
    start = one[from + at] === '\n' ? at + 1 : start;
  }
  let end = 0;
  for (
    let at = 0;
    at < shorter - start && one[to - 1 - at] === other[otherTo - 1 - at];
    at += 1
  ) {
    end = one[to - 1 - at] === '\n' ? at : end;
  }
  return [
    [one, from + start, to - end],
    [other, otherFrom + start, otherTo - end],
  ];
}
