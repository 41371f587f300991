import { errorCatalogue, type ErrorCode } from '../errors';

/** Why the API did not do what it was asked, in the words of the catalogue. @public */
export interface Refusal {
  /** HTTP status of the answer. */
  readonly status: number;
  /** A code of the error catalogue; a newer backend may have others. */
  readonly code: string;
  readonly message: string;
  readonly remedy?: string;
  readonly details?: Record<string, unknown>;
  /**
   * What the answer itself said, where the message is the client's own:
   * `502 Bad Gateway`, `Missing credentials`.
   */
  readonly reason?: string;
}

/**
 * Backstage answers some requests before they reach Mission Control, without a
 * code: 401 at its barrier, 429 at its rate limit, 503 while it starts or stops.
 */
const byStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'INPUT_INVALID',
  401: 'UNAUTHENTICATED',
  403: 'NOT_ALLOWED',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  429: 'TOO_MANY',
  503: 'BACKEND_NOT_READY',
};

const SIGN_IN_BEFORE =
  'Something before the portal asks who you are: reload the page and sign in there.';
const NOT_REACHED =
  'Wait, then send it again; when it stays so, look whether the backend runs and the proxy reaches it.';

/** What to do about an answer of somebody else, by its status. */
const foreignRemedies: Readonly<Record<number, string>> = {
  401: SIGN_IN_BEFORE,
  403: SIGN_IN_BEFORE,
  413: 'Make the request smaller, or raise the limit of bodies at the proxy.',
  429: 'Wait, then send it again: the proxy limits how many requests it lets through.',
  502: NOT_REACHED,
  503: NOT_REACHED,
  504: NOT_REACHED,
};

interface ErrorPart {
  readonly message: string;
  readonly code?: unknown;
  readonly name?: unknown;
  readonly remedy?: unknown;
  readonly details?: Record<string, unknown>;
}

/** Reads status and body of an answer that is not what was asked for. */
export function refusalOf(
  answer: { readonly status: number; readonly statusText: string },
  body: Record<string, unknown> | undefined,
): Refusal {
  const { status, statusText } = answer;
  const error = errorOf(body);
  if (!error || status < 400) {
    const reason = `${status} ${statusText}`.trim();
    return {
      status,
      code: 'FOREIGN_ANSWER',
      message: `The answer did not come from Mission Control, but from something before it, such as a proxy: ${reason}`,
      remedy: foreignRemedies[status] ?? errorCatalogue.FOREIGN_ANSWER.remedy,
      reason,
    };
  }
  const code = codeOf(error, status);
  const remedy =
    error.remedy ?? error.details?.remedy ?? catalogued(code)?.remedy;
  const signedOut = code === 'UNAUTHENTICATED';
  return {
    status,
    code,
    message: signedOut
      ? `You are not signed in, or not any more: ${error.message}`
      : error.message,
    remedy: typeof remedy === 'string' ? remedy : undefined,
    details: error.details,
    reason: signedOut ? error.message : undefined,
  };
}

/** The error of a body that Backstage or Mission Control wrote. */
function errorOf(body: Record<string, unknown> | undefined) {
  const error = body?.error as Partial<ErrorPart> | null | undefined;
  return typeof error === 'object' && typeof error?.message === 'string'
    ? (error as ErrorPart)
    : undefined;
}

/** Errors of Node.js have a code too, so only ours counts. */
function codeOf({ code, name }: ErrorPart, status: number): string {
  const isOurs =
    typeof code === 'string' && (catalogued(code) || name === 'MissionError');
  return isOurs ? code : byStatus[status] ?? 'INTERNAL';
}

function catalogued(code: string) {
  return Object.hasOwn(errorCatalogue, code)
    ? errorCatalogue[code as ErrorCode]
    : undefined;
}
