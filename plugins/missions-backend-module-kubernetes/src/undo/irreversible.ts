import { nameOfObject } from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import type { Loss } from '../writes';
import { instancesOf } from './definitionContent';
import {
  kindOf,
  type LookingContext,
  lostDependants,
  type LossOptions,
} from './lostDependants';
import { namespaceContent } from './namespaceContent';

/** Kinds whose deletion cannot be taken back, and why. */
const byKind: Readonly<Record<string, string>> = {
  '/PersistentVolumeClaim':
    'its volume is released; made anew, the claim is equal but its data is lost',
  '/PersistentVolume': 'a bound claim loses its volume',
  'batch/Job':
    'a finished Job cannot be made anew: its labels belong to the old one',
  '/Pod': 'a Pod that ran cannot be made anew as it was',
};
/** Objects that a sentence names. */
const MAX_NAMED = 5;

/**
 * What is lost with an object that is deleted (DESIGN §6), beside the object,
 * which can be made anew faithfully unless something is lost for certain.
 */
export async function irreversibleDeletion(
  ctx: LookingContext,
  live: KubernetesObject,
  options: LossOptions,
): Promise<Loss> {
  const kind = kindOf(live);
  if (byKind[kind]) {
    return { certain: byKind[kind] };
  }
  if (live.kind === 'Namespace') {
    return lostContent(ctx, live, options);
  }
  if (live.kind === 'CustomResourceDefinition') {
    return lostInstances(ctx, live, options);
  }
  const claims = kind === 'apps/StatefulSet' ? retentionLoss(live) : undefined;
  const { certain, unseen } = await lostDependants(ctx, live, options);
  const both = [claims, certain].filter(Boolean).join(', and ');
  return { ...(both && { certain: both }), ...(unseen && { unseen }) };
}

function retentionLoss(live: KubernetesObject): string | undefined {
  return live.spec?.persistentVolumeClaimRetentionPolicy?.whenDeleted ===
    'Delete'
    ? 'its persistent volume claims are deleted with it'
    : undefined;
}

/** A namespace takes everything in it along. */
async function lostContent(
  { cluster, signal }: LookingContext,
  { metadata }: KubernetesObject,
  { known }: LossOptions,
): Promise<Loss> {
  const { foreign, unlisted } = await namespaceContent(
    cluster,
    metadata?.name ?? '',
    { known, signal },
  );
  const named = foreign.slice(0, MAX_NAMED).map(nameOfObject).join(', ');
  const more = foreign.length - MAX_NAMED;
  return {
    ...(foreign.length > 0 && {
      certain: `its content is deleted with it: ${named}${
        more > 0 ? ` and ${more} more` : ''
      }`,
    }),
    ...(unlisted.length > 0 && {
      unseen: `its content could not all be listed: ${unlisted.join('; ')}`,
    }),
  };
}

/** A definition takes its objects along. */
async function lostInstances(
  { cluster, signal }: LookingContext,
  definition: KubernetesObject,
  { known }: LossOptions,
): Promise<Loss> {
  const { foreign, unlisted } = await instancesOf(cluster, definition, {
    known,
    signal,
  });
  const said: unknown = definition.spec?.names?.plural;
  const plural = typeof said === 'string' ? said : 'objects';
  return {
    ...(foreign.length > 0 && {
      certain: `its ${foreign.length} ${plural} are deleted with it`,
    }),
    ...(unlisted.length > 0 && {
      unseen: `whether ${plural} exist could not be seen: ${unlisted.join(
        '; ',
      )}`,
    }),
  };
}
