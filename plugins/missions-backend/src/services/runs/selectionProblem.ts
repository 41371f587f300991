import {
  MissionError,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';
import type { RegisteredCluster } from '../../clusters';

/** Values of a selection that a message names. */
const NAMED = 5;

type Targets = NonNullable<MissionSpec['targets']>;

/** What of a cluster a mission selects it by. */
export interface SelectedBy {
  readonly connection: Pick<RegisteredCluster['connection'], 'name' | 'labels'>;
  readonly guard: Pick<RegisteredCluster['guard'], 'environment'>;
}

/**
 * Why a mission does not take a cluster, by `spec.targets.select` or, before
 * it, that of the role: INPUT_INVALID. Undefined when it takes it. A cluster
 * whose role is not chosen yet is taken when one of the roles takes it.
 */
export function selectionProblem(
  { targets = {} }: Pick<MissionSpec, 'targets'>,
  cluster: SelectedBy,
  role: string | undefined,
): MissionError | undefined {
  const roles = Object.keys(targets.roles ?? {});
  const asked = role === undefined && roles.length > 0 ? roles : [role];
  const misfits = asked.map(each => ({
    as: each === undefined ? '' : ` as ${each}`,
    reasons: misfitsOf(selectOf(targets, each), cluster),
  }));
  return misfits.some(({ reasons }) => reasons.length === 0)
    ? undefined
    : targetsProblem(
        `The mission does not select the cluster '${
          cluster.connection.name
        }'${misfits
          .map(({ as, reasons }) => `${as}: ${reasons.join('; ')}`)
          .join('; nor')}`,
      );
}

/** Whether a mission, or one of its roles, takes some clusters only. */
export function selectsClusters({
  targets,
}: Pick<MissionSpec, 'targets'>): boolean {
  const roles = Object.values(targets?.roles ?? {});
  return [targets, ...roles].some(each => each?.select !== undefined);
}

/** INPUT_INVALID about the clusters that were chosen. */
export function targetsProblem(message: string): MissionError {
  return new MissionError('INPUT_INVALID', message, {
    remedy: 'Choose other clusters; the mission page says which it takes.',
  });
}

function selectOf(targets: Targets, role: string | undefined) {
  const ofRole = role === undefined ? undefined : targets.roles?.[role];
  return ofRole?.select ?? targets.select ?? {};
}

function misfitsOf(
  select: NonNullable<Targets['select']>,
  { connection, guard }: SelectedBy,
): string[] {
  const { names, environments, labels = {} } = select;
  return [
    ...(names && !names.includes(connection.name)
      ? [`its name is not ${anyOf(names)}`]
      : []),
    ...(environments && !environments.includes(guard.environment)
      ? [
          `its environment is '${guard.environment}', not ${anyOf(
            environments,
          )}`,
        ]
      : []),
    ...Object.entries(labels).flatMap(([key, wanted]) => {
      const value = connection.labels?.[key];
      if (value === wanted) {
        return [];
      }
      return value === undefined
        ? [`it has no label ${key}, wanted is ${wanted}`]
        : [`its label ${key} is '${value}', not ${wanted}`];
    }),
  ];
}

function anyOf(values: readonly string[]): string {
  const more = values.length - NAMED;
  return [
    ...values.slice(0, NAMED),
    ...(more > 0 ? [`${more} more`] : []),
  ].join(' or ');
}
