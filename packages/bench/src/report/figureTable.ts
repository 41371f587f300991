import type { Figure, Unit } from './Figure';

const HEADS = ['figure', 'database', 'value', 'baseline', 'ratio', 'samples'];

/** A Markdown table with aligned columns, one figure a line. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map(figure => [
    figure.title,
    figure.database,
    quantity(figure.value, figure.unit),
    `${figure.baseline.title}: ${quantity(
      figure.baseline.value,
      figure.baseline.unit,
    )}`,
    digits(figure.ratio),
    String(figure.samples),
  ]);
  const widths = HEADS.map((head, column) =>
    Math.max(head.length, ...rows.map(row => row[column].length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`;
  return [
    line(HEADS),
    `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`,
    ...rows.map(line),
  ].join('\n');
}

function quantity(value: number, unit: Unit): string {
  return `${digits(value)}${unit === '/s' ? '' : ' '}${unit}`;
}

/** Three digits that count; more would pretend precision. */
function digits(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(3);
}
