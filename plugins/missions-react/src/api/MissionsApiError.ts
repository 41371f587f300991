import type { ErrorBody } from '@mission-control/plugin-missions-common';

/** Facts of a refused request. @public */
export interface MissionsApiErrorOptions {
  /** HTTP status; 0 when no answer came. */
  status: number;
  /** Code of the error catalogue, such as `PLAN_CHANGED`. */
  code: string;
  /** What to do about it. */
  remedy?: string;
  details?: Record<string, unknown>;
  /** The backend said nothing about it: the message is what the network said. */
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

  /** Whether the asking user lacks a permission (401 and 403). */
  get denied(): boolean {
    return this.status === 401 || this.status === 403;
  }

  /** Reads the error body of an answer; anything but JSON is quoted. */
  static async fromResponse(response: Response): Promise<MissionsApiError> {
    const text = await response.text().catch(() => '');
    const body = parseBody(text);
    const error = body?.error as
      | (ErrorBody['error'] & { remedy?: unknown })
      | undefined;
    const remedy = error?.remedy ?? error?.details?.remedy;
    return new MissionsApiError(
      error?.message ?? `${response.status} ${response.statusText}`.trim(),
      {
        status: response.status,
        code: error?.code ?? error?.name ?? `HTTP_${response.status}`,
        wordless: error?.message === undefined,
        remedy: typeof remedy === 'string' ? remedy : undefined,
        details: error?.details,
      },
    );
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

function parseBody(text: string): Partial<ErrorBody> | undefined {
  try {
    const value = JSON.parse(text);
    return value && typeof value === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}
