import {
  visibleText,
  type Refusal,
} from '@mission-control/plugin-missions-common';

/** Facts of a refused request. @public */
export interface MissionsApiErrorOptions {
  /** HTTP status; 0 when no answer came. */
  status: number;
  /** Code of the error catalogue, such as `PLAN_CHANGED`. */
  code: string;
  /** What to do about it. */
  remedy?: string;
  details?: Record<string, unknown>;
  /** The backend said nothing about it: the message is what the network or Backstage said. */
  wordless?: boolean;
  cause?: unknown;
}

/**
 * A request that the backend refused, or that got no answer. The message says
 * what happened; `remedy` says what to do. `useErrorWords` tells it in the
 * reader's language where the backend said nothing.
 * @public
 */
export class MissionsApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly remedy?: string;
  readonly details?: Record<string, unknown>;
  readonly wordless: boolean;

  constructor(message: string, options: MissionsApiErrorOptions) {
    super(message, { cause: options.cause });
    this.name = 'MissionsApiError';
    this.status = options.status;
    this.code = options.code;
    this.remedy = options.remedy;
    this.details = options.details;
    this.wordless = options.wordless ?? false;
  }

  /** Whether the asking user lacks a permission or a session (403 and 401 of the portal). */
  get denied(): boolean {
    const refused = this.status === 401 || this.status === 403;
    return refused && this.code !== 'FOREIGN_ANSWER';
  }

  /** The error that a refusal of the API is. */
  static of(refusal: Refusal): MissionsApiError {
    const { reason, message, ...facts } = refusal;
    const wordless = reason !== undefined;
    return new MissionsApiError(visibleText(reason ?? message), {
      ...facts,
      remedy: facts.remedy && visibleText(facts.remedy),
      wordless,
    });
  }

  /** Wraps whatever was thrown; an answer that never came has the code `NO_ANSWER`. */
  static from(thrown: unknown): MissionsApiError {
    if (thrown instanceof MissionsApiError) {
      return thrown;
    }
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new MissionsApiError(message, {
      status: 0,
      code: 'NO_ANSWER',
      wordless: true,
      cause: thrown,
    });
  }
}
