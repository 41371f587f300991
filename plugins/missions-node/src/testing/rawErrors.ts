import {
  MissionError,
  type ErrorCode,
} from '@mission-control/plugin-missions-common';

/** An answer of an API server with a status of 400 or more. */
export interface RawRefusal {
  readonly cluster: string;
  readonly what: string;
  readonly httpStatus: number;
  readonly body: unknown;
}

const byStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'CLUSTER_UNAUTHORIZED',
  409: 'KUBERNETES_CONFLICT',
  410: 'KUBERNETES_CONFLICT',
  429: 'CLUSTER_THROTTLED',
  501: 'NOT_SIMULATED',
  502: 'CLUSTER_UNREACHABLE',
  503: 'CLUSTER_UNREACHABLE',
  504: 'CLUSTER_TIMEOUT',
};

/** The error of the catalogue for a refusal; the Status is in `details.status`. */
export function rawError(refusal: RawRefusal): MissionError {
  const { cluster, what, httpStatus, body } = refusal;
  const isStatus = (body as { kind?: string })?.kind === 'Status';
  const status = isStatus ? (body as any) : undefined;
  const text = status?.message ?? String(body).slice(0, 500);
  return new MissionError(
    codeOf(httpStatus, status, text),
    `${what} on cluster '${cluster}' answered ${httpStatus}: ${text}`,
    {
      details: { httpStatus, ...(status ? { status } : { body: text }) },
      ...(status?.details?.causes?.length ? { retryable: false } : {}),
    },
  );
}

function codeOf(httpStatus: number, status: any, text: string): ErrorCode {
  if (httpStatus === 403) {
    if (/exceeded quota/.test(text)) {
      return 'KUBERNETES_QUOTA';
    }
    return /cannot \S+ (resource|path)/.test(text)
      ? 'CLUSTER_FORBIDDEN'
      : 'KUBERNETES_INVALID';
  }
  if (httpStatus === 404) {
    return status?.details?.name
      ? 'KUBERNETES_NOT_FOUND'
      : 'KUBERNETES_API_ABSENT';
  }
  if (/failed to create typed patch object/.test(text)) {
    return 'KUBERNETES_INVALID';
  }
  return (
    byStatus[httpStatus] ??
    (httpStatus >= 500 ? 'KUBERNETES_SERVER_ERROR' : 'KUBERNETES_INVALID')
  );
}
