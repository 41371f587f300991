/** The parts of a Kubernetes Status that the mapping reads. */
export interface KubernetesStatus {
  kind?: string;
  code?: number;
  reason?: string;
  message?: string;
  details?: {
    name?: string;
    kind?: string;
    group?: string;
    retryAfterSeconds?: number;
    causes?: StatusCause[];
  };
  metadata?: Record<string, unknown>;
}

/** One reason among several. */
export interface StatusCause {
  reason?: string;
  message?: string;
  field?: string;
}

/** Causes that are looked at: a Status is no list. */
const MAX_CAUSES = 1_000;
/** Characters of a text of it that are kept: more than people read. */
const MAX_TEXT = 16_000;

/**
 * The body as Status, or undefined when something else answered. What in it has
 * another type than Kubernetes gives it is left out: what answers need not be an
 * API server.
 */
export function asStatus(body: unknown): KubernetesStatus | undefined {
  const given = fieldsOf(body);
  if (given?.kind !== 'Status') {
    return undefined;
  }
  const details = fieldsOf(given.details);
  const metadata = fieldsOf(given.metadata);
  return {
    kind: 'Status',
    ...texts(given, ['apiVersion', 'status', 'reason', 'message']),
    ...numbers(given, ['code']),
    ...(metadata && { metadata }),
    ...(details && {
      details: {
        ...texts(details, ['name', 'kind', 'group', 'uid']),
        ...numbers(details, ['retryAfterSeconds']),
        ...(Array.isArray(details.causes) && {
          causes: details.causes.slice(0, MAX_CAUSES).map(causeOf),
        }),
      },
    }),
  };
}

function causeOf(given: unknown): StatusCause {
  return texts(fieldsOf(given) ?? {}, ['reason', 'message', 'field']);
}

function fieldsOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function texts(
  given: Record<string, unknown>,
  names: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    names.flatMap(name => {
      const value = given[name];
      return typeof value === 'string' ? [[name, cut(value)]] : [];
    }),
  );
}

function numbers(
  given: Record<string, unknown>,
  names: readonly string[],
): Record<string, number> {
  return Object.fromEntries(
    names.flatMap(name => {
      const value = given[name];
      return typeof value === 'number' ? [[name, value]] : [];
    }),
  );
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
