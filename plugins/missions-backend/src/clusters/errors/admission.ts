import type { Verdict } from './verdict';

/** Answers by which a server or gateway says that it may be better later. */
const PASSING = [502, 503, 504];

/** What an answer says that comes from a webhook or policy itself. */
export interface Denial {
  readonly cluster: string;
  /** Whatever it likes: 409 of what is in use, 401, 500. */
  readonly httpStatus: number;
  readonly message: string;
}

/**
 * Of a webhook or policy that denied, by its words; undefined: none did. What a
 * webhook denies with 429 is for later, and with 5xx it is no verdict on the
 * object: the webhook failed.
 */
export function denied({
  cluster,
  httpStatus,
  message,
}: Denial): Verdict | undefined {
  const webhook = /^admission webhook "([^"]*)" denied the request/.exec(
    message,
  )?.[1];
  const byPolicy =
    /ValidatingAdmissionPolicy '[^']*' with binding '[^']*' denied request/;
  if (webhook === undefined) {
    return byPolicy.test(message) ? refusedByAdmission(message) : undefined;
  }
  const details = { admission: true };
  if (httpStatus === 429) {
    const remedy = `The admission webhook '${webhook}' asks to come back later: try again then.`;
    return { code: 'CLUSTER_THROTTLED', message, options: { remedy, details } };
  }
  if (httpStatus >= 500) {
    return {
      code: 'KUBERNETES_SERVER_ERROR',
      message: `Cluster '${cluster}': ${message}`,
      options: {
        remedy: `The admission webhook '${webhook}' failed itself (${httpStatus}), which says nothing of the object: look at the service behind it.`,
        retryable: PASSING.includes(httpStatus),
        details,
      },
    };
  }
  return refusedByAdmission(message);
}

/** What admission control does not let pass. */
export function refusedByAdmission(message: string): Verdict {
  return {
    code: 'KUBERNETES_INVALID',
    message,
    options: {
      remedy:
        'Admission control refused it: change the object, or the rule that the message names.',
      details: { admission: true },
    },
  };
}

/** Of a webhook that lets nobody try a request; undefined: none does. */
export function untried(message: string): Verdict['options'] {
  const webhook = /admission webhook "([^"]*)" does not support dry run/.exec(
    message,
  )?.[1];
  return webhook === undefined
    ? undefined
    : {
        remedy: `Have the admission webhook '${webhook}' declare that a dry run has no side effects (sideEffects: None or NoneOnDryRun).`,
        details: { dryRunUnsupported: true },
      };
}
