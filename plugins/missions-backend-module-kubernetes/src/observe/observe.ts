import {
  type ObjectRef,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type {
  BaseContext,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import {
  healthOf,
  rollUpHealth,
  type Health,
  type HealthReport,
} from '../health';
import { conditionsOf, isRecord } from '../objects';
import { select, type Selection } from './selection';
import { SurroundingsReader } from './surroundings';

/** How one object is. */
export interface Observed extends HealthReport {
  readonly ref: ObjectRef;
  readonly object: KubernetesObject | null;
}

/** How all selected objects are together. */
export interface Observation {
  readonly objects: readonly Observed[];
  readonly health: Health;
  /** Every object is ready and healthy, or has a warning that is no failure. */
  readonly ready: boolean;
  /** Waiting will not help. */
  readonly terminal: boolean;
  readonly reason: string;
  readonly progressKey: string;
  /** Since when everything has been ready, in milliseconds of the cluster's clock. */
  readonly since?: number;
}

/** Options of {@link observe}. */
export interface ObserveOptions {
  /** Zero replicas are meant. */
  readonly allowEmpty?: boolean;
  /** What is not served has no objects; left out: it throws KUBERNETES_API_ABSENT. */
  readonly allowUnserved?: boolean;
}

const absent: HealthReport = {
  health: 'unhealthy',
  ready: false,
  reason: 'It does not exist',
  progressKey: 'absent',
};

/** Looks once at the selected objects. */
export async function observe(
  ctx: Pick<BaseContext<unknown>, 'cluster' | 'signal'>,
  selection: Selection,
  options: ObserveOptions = {},
): Promise<Observation> {
  const { allowUnserved } = options;
  const { cluster, signal } = ctx;
  const selected = await select(cluster, selection, { signal, allowUnserved });
  const reader = new SurroundingsReader(ctx.cluster, ctx.signal);
  const objects: Observed[] = [];
  for (const { ref, object } of selected) {
    const report = object
      ? healthOf(object, {
          ...(await reader.around(object)),
          allowEmpty: options.allowEmpty,
        })
      : absent;
    objects.push({ ...report, ref, object });
  }
  return summarise(objects);
}

function summarise(objects: readonly Observed[]): Observation {
  const health = rollUpHealth(objects.map(object => object.health));
  const since = objects.flatMap(object => object.since ?? []);
  const worst = [...objects].filter(
    object => !object.ready || object.health === 'unknown',
  );
  const shown = worst.length > 0 ? worst : objects;
  return {
    objects,
    health,
    ready: objects.length > 0 && worst.length === 0,
    terminal: objects.some(object => object.terminal === true),
    reason:
      objects.length === 0
        ? 'Nothing matches: an empty answer proves nothing'
        : shown
            .slice(0, 5)
            .map(
              object =>
                `${nameOfObject(object.ref)}: ${object.reason}${
                  object.culprit ? ` (${nameOfObject(object.culprit)})` : ''
                }`,
            )
            .join('; '),
    progressKey: objects
      .map(object => `${nameOfObject(object.ref)} ${object.progressKey}`)
      .join('; '),
    ...(since.length > 0 ? { since: Math.max(...since) } : {}),
  };
}

/** The object at fault: of the one that failed, else of one that is not ready. */
export function culpritOf({ objects }: Observation): ObjectRef | undefined {
  const worst =
    objects.find(object => object.terminal) ??
    objects.find(object => !object.ready);
  return worst?.culprit ?? worst?.ref;
}

/** One line of evidence for each object. */
export function evidenceOf(observation: Observation) {
  return observation.objects.map(({ ref, object, ...report }) => ({
    asked: `GET ${nameOfObject(ref)} and what belongs to it`,
    answered: {
      health: report.health,
      ready: report.ready,
      reason: report.reason,
      ...(report.culprit ? { culprit: nameOfObject(report.culprit) } : {}),
      ...(object ? { status: statusExcerpt(object) } : {}),
    },
    object: ref,
  }));
}

function statusExcerpt(object: KubernetesObject): unknown {
  const { conditions, ...numbers }: Record<string, unknown> = isRecord(
    object.status,
  )
    ? object.status
    : {};
  const plain = Object.fromEntries(
    Object.entries(numbers).filter(([, value]) => typeof value !== 'object'),
  );
  return {
    generation: object.metadata?.generation,
    ...plain,
    ...(Array.isArray(conditions)
      ? {
          conditions: conditionsOf(object)
            .slice(0, 10)
            .map(({ type, status, reason, message }) => ({
              type,
              status,
              reason,
              message,
            })),
        }
      : {}),
  };
}
