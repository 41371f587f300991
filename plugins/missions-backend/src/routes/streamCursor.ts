import { MissionError } from '@mission-control/plugin-missions-common';

/** Numbers of events and lines are integers of the database. */
const MAX_NUMBER = 2_147_483_647;

/** How far a viewer of a run has seen; moves on while it streams. */
export interface StreamPosition {
  /** Number of the last event. */
  event: number;
  /** Number of the last log line, by step. */
  readonly logs: Map<string, number>;
}

/** A position as the opaque text that clients send back. */
export function writeCursor(position: StreamPosition): string {
  return Buffer.from(
    JSON.stringify([position.event, [...position.logs]]),
  ).toString('base64url');
}

/** The position of a cursor; from the beginning without one. Throws INPUT_INVALID. */
export function readCursor(cursor: string | undefined): StreamPosition {
  if (!cursor) {
    return { event: 0, logs: new Map() };
  }
  try {
    const [event, logs] = JSON.parse(
      Buffer.from(cursor, 'base64url').toString('utf8'),
    ) as [number, [string, number][]];
    const fits = logs.every(
      ([key, seq]) => typeof key === 'string' && isNumber(seq),
    );
    if (!isNumber(event) || !fits) {
      throw new Error('not a position');
    }
    return { event, logs: new Map(logs) };
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
