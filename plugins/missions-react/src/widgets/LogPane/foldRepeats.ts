import type { LogLine } from '@mission-control/plugin-missions-common';

/** A line of the pane: one line of the log, or several equal ones in a row. */
export interface FoldedLine {
  line: LogLine;
  /** How often it came in a row; 1 for a line of its own. */
  count: number;
  /** When it came last. */
  until: Date;
}

/** Folds lines with the same level and text that follow each other. */
export function foldRepeats(lines: readonly LogLine[]): FoldedLine[] {
  const folded: FoldedLine[] = [];
  for (const line of lines) {
    const last = folded[folded.length - 1];
    if (
      last &&
      last.line.text === line.text &&
      last.line.level === line.level
    ) {
      last.count += 1;
      last.until = line.at;
    } else {
      folded.push({ line, count: 1, until: line.at });
    }
  }
  return folded;
}
