import { errorCatalogue } from '@mission-control/plugin-missions-common';

/** Names of errors that tell something else than a fault: what the engine asks again, and that the time is up. */
const TOLD = ['ReapprovalNeeded', 'Inconclusive', 'TimeoutError', 'AbortError'];

/** What is wrong with what was thrown, or nothing. */
export function flawOf(error: unknown): string | undefined {
  const { name, code, message, remedy } = error as Record<string, string>;
  if (TOLD.includes(name)) {
    return undefined;
  }
  if (name !== 'MissionError' || !(code in errorCatalogue) || !remedy) {
    return (error as Error).stack ?? `${name}: ${message}`;
  }
  return insideOf(message);
}

/** A message that tells of the inside of a program instead of what is wrong. */
export function insideOf(message: string): string | undefined {
  return /Cannot (read|use|convert)|is not (a function|iterable)|undefined|NaN|URI malformed/.test(
    message,
  )
    ? message
    : undefined;
}
