import { MissionError } from '@mission-control/plugin-missions-common';
import { CursorWriter } from './CursorWriter';
import { unfoldLines } from './foldedLines';
import type { StreamPosition } from './StreamPosition';

/** Numbers of events and lines are integers of the database. */
const MAX_NUMBER = 2_147_483_647;

/** A position as the opaque text that clients send back: 6000 characters at most. */
export function writeCursor(position: StreamPosition): string {
  return new CursorWriter(position).text();
}

/** The position of a cursor; from the beginning without one. Throws INPUT_INVALID. */
export function readCursor(cursor: string | undefined): StreamPosition {
  if (!cursor) {
    return { event: 0, logs: new Map() };
  }
  try {
    const parts = cursor.split('.');
    const [event, since] = JSON.parse(
      Buffer.from(parts.pop()!, 'base64url').toString('utf8'),
    ) as [number, [string, number][]];
    const folded = parts.pop();
    const logs = [...(folded ? unfoldLines(folded) : []), ...since];
    const fits = logs.every(
      ([key, seq]) => typeof key === 'string' && isNumber(seq),
    );
    if (!isNumber(event) || !fits || parts.length > 0) {
      throw new Error('not a position');
    }
    return folded === ''
      ? { event, logs: new Map(), linesUnknown: true }
      : { event, logs: new Map(logs as [string, number][]) };
  } catch (cause) {
    throw new MissionError(
      'INPUT_INVALID',
      'The cursor of the stream is not one of ours',
      { cause, remedy: 'Open the stream without a cursor.' },
    );
  }
}

function isNumber(value: unknown): boolean {
  return (
    Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_NUMBER
  );
}
