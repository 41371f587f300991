import type { ObjectRef } from '../schema/openapi';
import { visibleText } from '../text';
import { errorCatalogue, type ErrorCode } from './catalogue';

/** Facts beside the message of a {@link MissionError}. @public */
export interface MissionErrorOptions {
  /** Overrides the remedy of the catalogue. */
  remedy?: string;
  /** The object on the cluster that it is about. */
  object?: ObjectRef;
  /** What was seen: conditions, events, answers; without secrets. */
  details?: Record<string, unknown>;
  /** Overrides the catalogue's word on whether a step may try again. */
  retryable?: boolean;
  cause?: unknown;
}

/**
 * An error of the catalogue: thrown by actions, checks, services and clusters.
 * The code tells the engine and the API what to do with it. Its texts quote
 * others, so that what cannot be seen in them is written out.
 * @public
 */
export class MissionError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly remedy: string;
  readonly retryable: boolean;
  readonly object?: ObjectRef;
  readonly details?: Record<string, unknown>;

  constructor(
    code: ErrorCode,
    message: string,
    options: MissionErrorOptions = {},
  ) {
    super(visibleText(message), { cause: options.cause });
    this.name = 'MissionError';
    this.code = code;
    this.status = errorCatalogue[code].status;
    this.remedy = visibleText(options.remedy ?? errorCatalogue[code].remedy);
    this.retryable = options.retryable ?? errorCatalogue[code].retry;
    this.object = options.object;
    this.details = options.details;
  }
}

/** Whether a thrown value is a {@link MissionError}, across package copies. @public */
export function isMissionError(value: unknown): value is MissionError {
  return (
    value instanceof Error && value.name === 'MissionError' && 'code' in value
  );
}
