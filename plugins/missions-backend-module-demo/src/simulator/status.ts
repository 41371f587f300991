/** One entry of `details.causes`. */
export interface StatusCause {
  reason?: string;
  message?: string;
  field?: string;
}

/** The `details` of a Status. */
export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

/** The body of every failure of the Kubernetes API. */
export interface Status {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: Record<string, unknown>;
  status: 'Failure' | 'Success';
  message?: string;
  reason?: string;
  details?: StatusDetails;
  code?: number;
}

/** A failure that is answered as a Status. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    readonly details?: StatusDetails,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** The body of the answer. */
  toStatus(): Status {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      ...(this.reason ? { reason: this.reason } : {}),
      ...(this.details ? { details: this.details } : {}),
      code: this.code,
    };
  }
}

/** What an error is about: `deployments.apps` and a name. */
export interface ErrorSubject {
  group: string;
  plural: string;
  name?: string;
}

function detailsOf({ group, plural, name }: ErrorSubject): StatusDetails {
  return {
    ...(name ? { name } : {}),
    ...(group ? { group } : {}),
    kind: plural,
  };
}

/** `deployments.apps`, or `pods` in the core group. */
export function qualified({
  group,
  plural,
}: {
  group: string;
  plural: string;
}): string {
  return group ? `${plural}.${group}` : plural;
}

/** 404 for an object. */
export function notFound(subject: ErrorSubject): ApiError {
  return new ApiError(
    404,
    'NotFound',
    `${qualified(subject)} "${subject.name}" not found`,
    detailsOf(subject),
  );
}

/** 409 for a create of what exists. */
export function alreadyExists(subject: ErrorSubject): ApiError {
  return new ApiError(
    409,
    'AlreadyExists',
    `${qualified(subject)} "${subject.name}" already exists`,
    detailsOf(subject),
  );
}

/** 409 for a write that is based on an old object. */
export function conflict(subject: ErrorSubject, why: string): ApiError {
  return new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(subject)} "${
      subject.name
    }": ${why}`,
    detailsOf(subject),
  );
}

/** 400. */
export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

/** 403 by admission or authorisation. */
export function forbidden(subject: ErrorSubject, why: string): ApiError {
  const name = subject.name ? ` "${subject.name}"` : '';
  return new ApiError(
    403,
    'Forbidden',
    `${qualified(subject)}${name} is forbidden: ${why}`,
    detailsOf(subject),
  );
}

/** 422 with one cause a problem. */
export function invalid(
  subject: { group: string; kind: string; name?: string },
  causes: StatusCause[],
): ApiError {
  const name = subject.name ?? '';
  const kind = subject.group
    ? `${subject.kind}.${subject.group}`
    : subject.kind;
  const texts = [
    ...new Set(causes.map(cause => `${cause.field}: ${cause.message}`)),
  ];
  const text = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  return new ApiError(422, 'Invalid', `${kind} "${name}" is invalid: ${text}`, {
    ...(name ? { name } : {}),
    ...(subject.group ? { group: subject.group } : {}),
    kind: subject.kind,
    causes,
  });
}

/** 410 for a watch or a page that starts too far back. */
export function expired(message: string): ApiError {
  return new ApiError(410, 'Expired', message);
}

/** 501, so that the edge of the simulation is seen. */
export function notSimulated(what: string): ApiError {
  return new ApiError(501, 'NotImplemented', `not simulated: ${what}`);
}
