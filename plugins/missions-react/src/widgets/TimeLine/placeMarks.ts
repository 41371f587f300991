/** Width of a character of a label, as a part of the line's width. */
const CHARACTER = 0.0075;
/** Room between two labels. */
const GAP = 0.02;
/** A mark wider than this has its label inside. */
const INSIDE = 0.3;
/** Labels of marks behind this part of the line stand on their left. */
const FLIP = 0.72;

/** A mark with its place: `left` and `width` are parts of the line, 0 to 1. */
export interface PlacedMark<T> {
  readonly mark: T;
  readonly left: number;
  readonly width: number;
  /** Row within the row, so that labels do not cover each other. */
  readonly lane: number;
  /** Where the label stands. */
  readonly label: 'right' | 'left' | 'inside';
}

/** Gives marks their places between two times; earlier and later ones stand at the ends. */
export function placeMarks<T extends { label: string; at: Date; until?: Date }>(
  marks: readonly T[],
  from: Date,
  to: Date,
): PlacedMark<T>[] {
  const part = (date: Date) =>
    Math.min(
      1,
      Math.max(0, (date.getTime() - from.getTime()) / (+to - +from || 1)),
    );
  const lanes: [number, number][][] = [];
  return [...marks]
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(mark => {
      const left = part(mark.at);
      const width = mark.until ? part(mark.until) - left : 0;
      const label = labelPlace(left, width);
      const room = mark.label.length * CHARACTER + GAP;
      const taken: [number, number] = [
        left - (label === 'left' ? room : 0),
        left + width + (label === 'right' ? room : GAP),
      ];
      const free = lanes.findIndex(lane =>
        lane.every(([start, end]) => taken[1] <= start || end <= taken[0]),
      );
      const lane = free < 0 ? lanes.push([]) - 1 : free;
      lanes[lane].push(taken);
      return { mark, left, width, lane, label };
    });
}

function labelPlace(left: number, width: number): 'right' | 'left' | 'inside' {
  if (width > INSIDE) {
    return 'inside';
  }
  return left > FLIP ? 'left' : 'right';
}
