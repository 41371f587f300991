import {
  MissionError,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';

/** The reference of an object; throws ACTION_INPUT_INVALID without kind or name. */
export function refOf(object: KubernetesObject): ObjectRef {
  const { apiVersion, kind, metadata } = object;
  if (!apiVersion || !kind || !metadata?.name) {
    throw new MissionError(
      'ACTION_INPUT_INVALID',
      `An object needs apiVersion, kind and metadata.name; got ${JSON.stringify(
        { apiVersion, kind, name: metadata?.name },
      )}`,
    );
  }
  return {
    apiVersion,
    kind,
    ...(metadata.namespace ? { namespace: metadata.namespace } : {}),
    name: metadata.name,
  };
}
