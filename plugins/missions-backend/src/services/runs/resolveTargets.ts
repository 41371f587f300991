import type {
  MissionSpec,
  TargetChoice,
} from '@mission-control/plugin-missions-common';
import type { ClusterRegistry, RegisteredCluster } from '../../clusters';
import type { NewRun } from '../../store';
import { selectionProblem, targetsProblem } from './selectionProblem';

/**
 * The clusters of a run, checked against `spec.targets`: how many, in which
 * roles, each once, known and usable unattended. Throws INPUT_INVALID,
 * CLUSTER_UNKNOWN, CLUSTER_NOT_UNATTENDED.
 */
export async function resolveTargets(options: {
  spec: MissionSpec;
  choices: readonly TargetChoice[];
  clusters: ClusterRegistry;
  /** Throws what else stands against a cluster. */
  guard?(cluster: RegisteredCluster): void;
}): Promise<NewRun['targets']> {
  const { spec, choices, clusters } = options;
  checkCounts(spec, choices);
  checkTwice(choices);
  const resolved = [];
  for (const { cluster, role } of choices) {
    const registered = await clusters.usable(cluster);
    const unselected = selectionProblem(spec, registered, role);
    if (unselected) {
      throw unselected;
    }
    options.guard?.(registered);
    const { environment, production, demo } = registered.guard;
    const { name, title } = registered.connection;
    resolved.push({
      cluster: { name, title, environment, production, demo },
      role,
    });
  }
  return resolved;
}

/**
 * What no choice of clusters may be, however many it comes to: one twice, and a
 * role that the mission does not know. Throws INPUT_INVALID.
 */
export function checkChoices(
  spec: MissionSpec,
  choices: readonly TargetChoice[],
): void {
  checkTwice(choices);
  checkRoles(spec, choices);
}

/** No cluster is chosen twice. Throws INPUT_INVALID. */
export function checkTwice(choices: readonly TargetChoice[]): void {
  const names = choices.map(choice => choice.cluster);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw targetsProblem(`targets name the cluster '${twice}' twice`);
  }
}

/** A role that is given is one of the mission's. */
function checkRoles(
  { targets }: MissionSpec,
  choices: readonly TargetChoice[],
): void {
  const roles = targets?.roles ?? {};
  for (const { cluster, role } of choices) {
    if (role !== undefined && !Object.hasOwn(roles, role)) {
      throw targetsProblem(
        `targets: cluster '${cluster}' has the role '${role}'; the mission knows ${
          Object.keys(roles).join(', ') || 'no roles'
        }`,
      );
    }
  }
}

function checkCounts(
  spec: MissionSpec,
  choices: readonly TargetChoice[],
): void {
  const { targets } = spec;
  if (!targets) {
    if (choices.length > 0) {
      throw targetsProblem(
        'targets are given, but the mission has no clusters of its own',
      );
    }
    return;
  }
  checkRange('targets', choices.length, {
    min: targets.min ?? 1,
    max: targets.max,
  });
  const roles = targets.roles ?? {};
  checkRoles(spec, choices);
  for (const { cluster, role } of choices) {
    if (role === undefined && Object.keys(roles).length > 0) {
      throw targetsProblem(
        `targets: cluster '${cluster}' needs a role: ${Object.keys(roles).join(
          ', ',
        )}`,
      );
    }
  }
  for (const [role, { min, max }] of Object.entries(roles)) {
    const count = choices.filter(choice => choice.role === role).length;
    checkRange(`targets of role '${role}'`, count, { min: min ?? 1, max });
  }
}

function checkRange(
  what: string,
  count: number,
  range: { min: number; max?: number },
): void {
  if (count < range.min) {
    throw targetsProblem(
      `${what}: ${count} clusters; the mission needs at least ${range.min}`,
    );
  }
  if (range.max !== undefined && count > range.max) {
    throw targetsProblem(
      `${what}: ${count} clusters; the mission takes at most ${range.max}`,
    );
  }
}
