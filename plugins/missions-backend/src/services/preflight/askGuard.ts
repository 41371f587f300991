import {
  dependencies,
  errorCatalogue,
  evaluate,
  evaluateCondition,
  type CheckResult,
  type ExpressionScope,
  type MissionStep,
  type SecretReading,
} from '@mission-control/plugin-missions-common';
import {
  writeRefusal,
  type ClusterGuard,
  type WriteRefusal,
} from '../../clusters';
import type { Registry } from '../../registry';
import { readsUnknown } from '../runs';

/** Actions whose input names Kubernetes objects. */
const PREFIX = 'kubernetes:';

/** The check that says what a guard refuses. */
export const GUARD_CHECK = 'core:cluster-guard';

const NOTHING: ReadonlySet<string> = new Set();

/** What of an object decides whether it may be written. */
interface Place {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** What the guard is asked with. */
export interface GuardQuestion {
  readonly guard: ClusterGuard;
  readonly registry: Registry;
  readonly steps: readonly MissionStep[];
  readonly scope: ExpressionScope;
  /** Parameters whose value only the run will know. */
  readonly unknown?: ReadonlySet<string>;
  readonly secrets?: SecretReading;
}

/**
 * What the guard of a cluster will refuse of the steps that write, as far as
 * parameters and target tell their objects; the plan asks again for each
 * write. Undefined when nothing is known to be refused, which promises nothing.
 */
export function askGuard(question: GuardQuestion): CheckResult | undefined {
  const { guard, steps } = question;
  const refusals = new Map<string, WriteRefusal>();
  for (const step of steps) {
    if (isKnownToWrite(question, step)) {
      for (const refusal of refusalsOf(question, step.input ?? {})) {
        refusals.set(refusal.message, refusal);
      }
    }
  }
  if (refusals.size === 0) {
    return undefined;
  }
  const told = [...refusals.values()];
  const remedies = told.map(({ code }) => errorCatalogue[code].remedy);
  return {
    id: 'cluster-guard',
    check: GUARD_CHECK,
    title: 'Missions may write there',
    phase: 'preflight',
    targetId: guard.cluster,
    status: 'fail',
    message: told.map(({ code, message }) => `${message} (${code})`).join('; '),
    remedy: { text: [...new Set(remedies)].join(' ') },
    at: new Date(),
    evidence: [],
  };
}

/** Not of another role, not once for each item, and its condition holds. */
function isKnownToWrite(
  { registry, scope, unknown }: GuardQuestion,
  step: MissionStep,
): boolean {
  const { role } = scope.target ?? {};
  const holds = (condition: string) =>
    !readsUnknown(
      dependencies(condition, { bare: true }),
      unknown ?? NOTHING,
    ) && evaluateCondition(condition, scope);
  return (
    step.action.startsWith(PREFIX) &&
    step.each === undefined &&
    (step.role === undefined || step.role === role) &&
    known(() => registry.action(step.action).effect) === 'write' &&
    known(() => step.if === undefined || holds(step.if)) === true
  );
}

function refusalsOf(
  { guard, scope, secrets, unknown = NOTHING }: GuardQuestion,
  input: Readonly<Record<string, unknown>>,
): WriteRefusal[] {
  if (!guard.writable) {
    // Wherever it writes.
    const anything = { apiVersion: '', kind: '', name: '' };
    return [writeRefusal(guard, anything, 'update') ?? []].flat();
  }
  const text = (template: unknown) => {
    if (readsUnknown(dependencies(template), unknown)) {
      return undefined;
    }
    const value = known(() => evaluate(template, scope, secrets));
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const objects = [
    input,
    input.object,
    ...(Array.isArray(input.objects) ? input.objects : []),
  ];
  return objects.flatMap(object => {
    const place = placeOf(object, text);
    const asked = place?.kind
      ? guard
      : { ...guard, kinds: { allow: [], deny: [] } };
    return (place && writeRefusal(asked, place, 'update')) ?? [];
  });
}

/**
 * Where an object is. Undefined when that is not known: without a namespace
 * only the cluster could tell whether its kind has one.
 */
function placeOf(
  object: unknown,
  text: (template: unknown) => string | undefined,
): Place | undefined {
  if (typeof object !== 'object' || object === null) {
    return undefined;
  }
  const { metadata, ...rest } = object as Record<string, any>;
  const kind = text(rest.kind) ?? '';
  const apiVersion = text(rest.apiVersion) ?? '';
  const name = text(metadata?.name ?? rest.name) ?? '';
  if (kind === 'Namespace' && apiVersion === 'v1') {
    return name ? { apiVersion, kind, name } : undefined;
  }
  const namespace = text(metadata?.namespace ?? rest.namespace);
  return namespace === undefined
    ? undefined
    : { apiVersion, kind: apiVersion && kind, namespace, name };
}

function known<T>(fn: () => T): T | undefined {
  try {
    return fn();
  } catch {
    // It depends on what only the run will know.
    return undefined;
  }
}
