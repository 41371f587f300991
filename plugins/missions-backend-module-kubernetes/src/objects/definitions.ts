import {
  groupOf,
  MissionError,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import {
  isApiVersion,
  isKindName,
  isPlural,
  type KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { conditionOf } from './conditions';
import { isRecord } from './paths';

/** Versions of one kind; those that are in use have less than ten. */
const MAX_VERSIONS = 100;

/** What a definition serves. */
export interface DefinedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
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
    : established?.message || 'no condition Established yet';
}

/** Why its names cannot be its own, in its own words: another definition has them. */
export function refusedNames(definition: KubernetesObject): string | undefined {
  const accepted = conditionOf(definition, 'NamesAccepted');
  return accepted?.status === 'False'
    ? accepted.message || 'its names were not accepted'
    : undefined;
}

/**
 * The versions and the kind that a definition says it serves. Throws
 * KUBERNETES_SERVER_ERROR where no API server would have taken what it says:
 * none of it may become part of a path.
 */
export function definedIn(definition: KubernetesObject): DefinedKind[] {
  const { group, names, versions } = isRecord(definition.spec)
    ? definition.spec
    : {};
  const { kind, plural } = isRecord(names) ? names : {};
  if (!isKindName(kind) || !isPlural(plural)) {
    throw strange(definition, 'spec.names has no kind and plural');
  }
  if (!Array.isArray(versions) || versions.length > MAX_VERSIONS) {
    throw strange(
      definition,
      `spec.versions is no list of at most ${MAX_VERSIONS}`,
    );
  }
  return versions
    .filter(version => !isRecord(version) || version.served)
    .map(version => {
      const name: unknown = isRecord(version) ? version.name : undefined;
      const apiVersion =
        typeof group === 'string' && typeof name === 'string'
          ? `${group}/${name}`
          : undefined;
      if (!isApiVersion(apiVersion)) {
        throw strange(
          definition,
          'spec.group and a name of spec.versions are no API version',
        );
      }
      return { apiVersion, kind, plural };
    });
}

function strange(
  { metadata }: KubernetesObject,
  problem: string,
): MissionError {
  return new MissionError(
    'KUBERNETES_SERVER_ERROR',
    `CustomResourceDefinition ${metadata?.name} cannot be understood: ${problem}`,
    {
      remedy:
        'Look at the definition, and at what answers at the address of the cluster: no API server takes it like that.',
      retryable: false,
    },
  );
}
