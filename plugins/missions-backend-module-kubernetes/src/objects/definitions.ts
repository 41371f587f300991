import {
  groupOf,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';

interface Condition {
  readonly type?: unknown;
  readonly status?: unknown;
  readonly message?: unknown;
}

/** Whether it defines a kind. */
export function isDefinition({ apiVersion, kind }: ObjectRef): boolean {
  return (
    kind === 'CustomResourceDefinition' &&
    groupOf(apiVersion) === 'apiextensions.k8s.io'
  );
}

/** Why a definition is not in force yet, in its own words; undefined: it is. */
export function notEstablished(
  definition: KubernetesObject,
): string | undefined {
  const established = conditionOf(definition, 'Established');
  return established?.status === 'True'
    ? undefined
    : textOf(established) ?? 'no condition Established yet';
}

/** Why its names cannot be its own, in its own words: another definition has them. */
export function refusedNames(definition: KubernetesObject): string | undefined {
  const accepted = conditionOf(definition, 'NamesAccepted');
  return accepted?.status === 'False'
    ? textOf(accepted) ?? 'its names were not accepted'
    : undefined;
}

/** The versions and the kind that a definition says it serves. */
export function definedIn(
  definition: KubernetesObject,
): { apiVersion: string; kind: string }[] {
  const { group, names, versions } = definition.spec ?? {};
  return (versions ?? [])
    .filter((version: { served?: boolean }) => version.served)
    .map(({ name }: { name: string }) => ({
      apiVersion: `${group}/${name}`,
      kind: names?.kind,
    }));
}

function conditionOf(
  { status }: KubernetesObject,
  type: string,
): Condition | undefined {
  return status?.conditions?.find((item: Condition) => item.type === type);
}

function textOf(condition: Condition | undefined): string | undefined {
  return typeof condition?.message === 'string' && condition.message !== ''
    ? condition.message
    : undefined;
}
