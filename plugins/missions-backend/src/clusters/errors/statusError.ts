import {
  MissionError,
  type MissionErrorOptions,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import {
  describeResource,
  requestWords,
  type RequestWords,
} from '@mission-control/plugin-missions-node';
import { denied, refusedByAdmission, untried } from './admission';
import { readConflict, ConflictKind } from './conflict';
import { asStatus, type KubernetesStatus } from './readStatus';
import type { Verdict } from './verdict';

/** Characters of an answer that is no Status which are kept. */
const EXCERPT = 2000;

/** An answer with a status of 400 and more. */
export interface RefusedAnswer {
  readonly cluster: string;
  readonly demo?: boolean;
  readonly method?: string;
  readonly path: string;
  readonly watch?: boolean;
  readonly httpStatus: number;
  /** Parsed JSON or text. */
  readonly body: unknown;
  readonly object?: ObjectRef;
  /** What a Retry-After header says, in milliseconds. */
  readonly retryAfterMs?: number;
}

/**
 * Maps an answer of an API server to the catalogue. `details.status` keeps the
 * Status object, `details.httpStatus` the number, `details.verb` and
 * `details.resource` what was asked, `details.retryAfterSeconds` when to come back.
 */
export function statusError(answer: RefusedAnswer): MissionError {
  const words = requestWords(answer);
  const status = asStatus(answer.body);
  const verdict = judge(answer, words, status);
  const retryAfterSeconds = retryAfterOf(answer, status);
  return new MissionError(verdict.code, verdict.message, {
    object: answer.object,
    ...verdict.options,
    details: {
      cluster: answer.cluster,
      httpStatus: answer.httpStatus,
      verb: words.verb,
      resource: words.resource,
      group: words.group,
      namespace: words.namespace,
      name: words.name,
      ...(retryAfterSeconds && { retryAfterSeconds }),
      ...(status ? { status } : { body: excerpt(answer.body) }),
      ...verdict.options?.details,
    },
  });
}

/** Seconds after which the server wants to be asked again, by header or Status. */
function retryAfterOf(
  { httpStatus, retryAfterMs }: RefusedAnswer,
  status: KubernetesStatus | undefined,
): number | undefined {
  return httpStatus === 429 || httpStatus >= 500
    ? (retryAfterMs && retryAfterMs / 1000) ??
        status?.details?.retryAfterSeconds
    : undefined;
}

function judge(
  answer: RefusedAnswer,
  words: RequestWords,
  status: KubernetesStatus | undefined,
): Verdict {
  const { cluster, httpStatus } = answer;
  const message = status?.message ?? firstLine(excerpt(answer.body));
  if (!status && words.subresource === 'proxy') {
    return {
      code: 'HTTP_FAILED',
      message: `${describeResource(words)} answered ${httpStatus}: ${message}`,
    };
  }
  const denial = denied({ cluster, httpStatus, message });
  if (denial) {
    return denial;
  }
  switch (httpStatus) {
    case 401:
      return {
        code: 'CLUSTER_UNAUTHORIZED',
        message: `Cluster '${cluster}' does not accept the portal's credentials (401)`,
      };
    case 403:
      return forbidden(answer, words, message);
    case 404:
      return notFound(answer, words, status, message);
    case 409:
    case 410:
      return conflict({ ...status, code: httpStatus }, words, message);
    case 413:
      return { code: 'KUBERNETES_INVALID', message: `Too large: ${message}` };
    case 429:
      return throttled(cluster, status, message);
    case 501:
      return answer.demo
        ? { code: 'NOT_SIMULATED', message }
        : {
            code: 'KUBERNETES_SERVER_ERROR',
            message: `Cluster '${cluster}' does not implement ${
              words.verb
            } on ${describeResource(words)}: ${message}`,
          };
    case 502:
    case 503:
      return {
        code: 'CLUSTER_UNREACHABLE',
        message: `Cluster '${cluster}' cannot serve ${describeResource(
          words,
        )} now (${httpStatus}): ${message}`,
      };
    case 504:
      return {
        code: 'CLUSTER_TIMEOUT',
        message: `Cluster '${cluster}' gave up on ${
          words.verb
        } ${describeResource(words)}: ${message}`,
        options: { details: { executed: 'unknown' } },
      };
    default:
      return httpStatus >= 500
        ? serverError(cluster, status, message)
        : invalid(status, message);
  }
}

/**
 * A 403 is said by the authoriser (RBAC: "User … cannot …"), by quota, or by
 * admission ("… is forbidden: …" without a user). Only the first is a matter of
 * permissions.
 */
function forbidden(
  answer: RefusedAnswer,
  words: RequestWords,
  message: string,
): Verdict {
  if (/exceeded quota/i.test(message)) {
    return { code: 'KUBERNETES_QUOTA', message };
  }
  const reason = /is forbidden: (.*)$/s.exec(message)?.[1];
  const byAuthoriser =
    reason === undefined
      ? !/admission webhook|ValidatingAdmissionPolicy|denied the request/i.test(
          message,
        )
      : /^(User |user )/.test(reason) ||
        /attempting to grant RBAC/.test(reason) ||
        /cannot \S+ (resource|path)/.test(reason);
  if (!byAuthoriser) {
    return refusedByAdmission(message);
  }
  // `impersonate-on:` is said by API servers from 1.35 on.
  const refused = /User "([^"]*)" cannot (impersonate\S*) resource/.exec(
    message,
  );
  if (refused) {
    return notImpersonated(answer.cluster, refused[1], refused[2]);
  }
  const place = describeResource(words);
  const said = /User "([^"]*)" cannot (\S+) resource "([^"]+)"/.exec(message);
  return {
    code: 'CLUSTER_FORBIDDEN',
    message: `Cluster '${answer.cluster}' forbids ${
      said?.[1] ? `'${said[1]}'` : 'the acting identity'
    } to ${said?.[2] ?? words.verb} ${place}`,
    options: {
      remedy: `Grant the verb '${said?.[2] ?? words.verb}' on ${place}${
        said?.[1] ? ` to '${said[1]}'` : ''
      }.`,
    },
  };
}

/** The portal itself may not act as somebody: nothing of what was asked was judged. */
function notImpersonated(
  cluster: string,
  portal: string,
  verb: string,
): Verdict {
  return {
    code: 'CLUSTER_FORBIDDEN',
    message: `Cluster '${cluster}' does not let '${portal}' act as somebody else: it lacks the right '${verb}'`,
    options: {
      remedy: `Bind the ClusterRole mission-control-impersonator of docs/clusters.md to '${portal}': the verb impersonate on users, groups and userextras.`,
      details: { impersonation: verb },
    },
  };
}

/** Plain text, or a Status that names no object, means: the path is not served. */
function notFound(
  answer: RefusedAnswer,
  words: RequestWords,
  status: KubernetesStatus | undefined,
  message: string,
): Verdict {
  const named = Boolean(status?.details?.name);
  const unserved =
    !named &&
    (!status || /could not find the requested resource/.test(message));
  if (unserved) {
    return {
      code: 'KUBERNETES_API_ABSENT',
      message: `Cluster '${answer.cluster}' does not serve ${
        words.version
          ? `${words.resource} of ${words.group ? `${words.group}/` : ''}${
              words.version
            }`
          : words.path
      }`,
    };
  }
  return { code: 'KUBERNETES_NOT_FOUND', message };
}

/** Of conflicts that are not over by reading the object again. */
const CONFLICT_REMEDIES: Partial<Record<ConflictKind, string>> = {
  [ConflictKind.exists]:
    'Somebody made it since the plan: look at it, then plan again, or delete it by hand.',
  [ConflictKind.terminating]:
    'Wait until it is gone, or look which finalizer holds it, then try again.',
};

function conflict(
  status: KubernetesStatus,
  words: RequestWords,
  message: string,
): Verdict {
  const { kind, conflicts } = readConflict(status);
  const options: MissionErrorOptions = {
    details: { conflict: kind, conflicts },
    retryable:
      kind === ConflictKind.precondition || kind === ConflictKind.expired,
  };
  if (kind === ConflictKind.fields) {
    const owners = [...new Set(conflicts.map(c => c.manager))].join(', ');
    return {
      code: 'KUBERNETES_CONFLICT',
      message: `Fields of ${
        words.name ?? describeResource(words)
      } belong to ${owners}: ${conflicts.map(c => c.field).join(', ')}`,
      options: {
        ...options,
        remedy:
          'Change them at their owner, or take them over by an explicit line of the mission.',
      },
    };
  }
  if (kind === ConflictKind.expired) {
    return {
      code: 'KUBERNETES_CONFLICT',
      message: `The version of ${describeResource(
        words,
      )} that was asked for is too old: ${message}`,
      options,
    };
  }
  const remedy = CONFLICT_REMEDIES[kind];
  return {
    code: 'KUBERNETES_CONFLICT',
    message,
    options: { ...options, ...(remedy && { remedy }) },
  };
}

function throttled(
  cluster: string,
  status: KubernetesStatus | undefined,
  message: string,
): Verdict {
  const budget = status?.details?.causes?.some(
    cause => cause.reason === 'DisruptionBudget',
  );
  return {
    code: 'CLUSTER_THROTTLED',
    message: budget
      ? message
      : `Cluster '${cluster}' asks to slow down: ${message}`,
    options: budget
      ? {
          remedy:
            'A PodDisruptionBudget does not allow it now: wait until more pods are ready.',
          details: { disruptionBudget: true },
        }
      : undefined,
  };
}

/** 500 without a reason is never repeated: apply answers wrong types this way. */
function serverError(
  cluster: string,
  status: KubernetesStatus | undefined,
  message: string,
): Verdict {
  if (/failed to create typed patch object/.test(message)) {
    return { code: 'KUBERNETES_INVALID', message };
  }
  if (status?.reason === 'ServerTimeout' || status?.reason === 'Timeout') {
    return {
      code: 'CLUSTER_TIMEOUT',
      message: `Cluster '${cluster}': ${message}`,
      options: { details: { executed: 'unknown' } },
    };
  }
  const webhook = /failed calling webhook "([^"]+)"/.exec(message)?.[1];
  return {
    code: 'KUBERNETES_SERVER_ERROR',
    message: `Cluster '${cluster}': ${message}`,
    options: webhook
      ? {
          remedy: `The admission webhook '${webhook}' does not answer: repair the service behind it.`,
        }
      : undefined,
  };
}

function invalid(
  status: KubernetesStatus | undefined,
  message: string,
): Verdict {
  const causes = (status?.details?.causes ?? [])
    .filter(cause => cause.field)
    .map(cause => `${cause.field}: ${cause.message ?? cause.reason ?? ''}`);
  const missing = causes.filter(cause => !message.includes(cause));
  const { remedy, details } = untried(message) ?? {};
  return {
    code: 'KUBERNETES_INVALID',
    message: missing.length ? `${message} (${missing.join('; ')})` : message,
    options: {
      ...(remedy && { remedy }),
      details: { causes: status?.details?.causes ?? [], ...details },
    },
  };
}

function excerpt(body: unknown): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body) ?? '';
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] || 'an empty answer';
}
