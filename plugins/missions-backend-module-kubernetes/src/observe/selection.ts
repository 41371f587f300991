import {
  isMissionError,
  MissionError,
  type ObjectRef,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { collectionPath, locate, readAt } from '../objects';

/** One object by its name. */
export const refSchema = z.object({
  apiVersion: z.string().min(1).describe('Such as apps/v1.'),
  kind: z.string().min(1).describe('Such as Deployment.'),
  namespace: z.string().min(1).optional(),
  name: z.string().min(1),
});

/** Which objects are meant: by name, by label, or all of a Helm release. */
export const selectionShape = {
  objects: z.array(refSchema).min(1).optional().describe('Objects by name.'),
  selector: z
    .string()
    .min(1)
    .optional()
    .describe('A label selector, such as app=web; needs namespace.'),
  release: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Short for the selector app.kubernetes.io/instance=<release>; needs namespace.',
    ),
  namespace: z.string().min(1).optional(),
  kinds: z
    .array(z.object({ apiVersion: z.string().min(1), kind: z.string().min(1) }))
    .min(1)
    .optional()
    .describe(
      'Kinds that a selector looks for; workloads, Services and claims when left out.',
    ),
};

/** Input that names objects. */
export interface Selection {
  readonly objects?: readonly ObjectRef[];
  readonly selector?: string;
  readonly release?: string;
  readonly namespace?: string;
  readonly kinds?: readonly { apiVersion: string; kind: string }[];
}

/** Exactly one way of naming objects. */
export function isSelection(input: Selection): boolean {
  const ways = [input.objects, input.selector, input.release].filter(Boolean);
  return (
    ways.length === 1 && (Boolean(input.objects) || Boolean(input.namespace))
  );
}

/** Message for an input that {@link isSelection} refuses. */
export const SELECTION_RULE =
  'Name the objects in one way: objects, or selector and namespace, or release and namespace';

/** An object that was looked for; null: it is not there. */
export interface Selected {
  readonly ref: ObjectRef;
  readonly object: KubernetesObject | null;
}

const defaultKinds = [
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet' },
  { apiVersion: 'apps/v1', kind: 'DaemonSet' },
  { apiVersion: 'batch/v1', kind: 'Job' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
];

/** How {@link select} reads. */
export interface SelectOptions {
  readonly signal?: AbortSignal;
  /** What is not served has no objects, and does not hide those of the rest. */
  readonly allowUnserved?: boolean;
}

/** Reads the objects that an input names. Errors of the API are thrown. */
export async function select(
  cluster: ClusterClient,
  input: Selection,
  { signal, allowUnserved = false }: SelectOptions,
): Promise<Selected[]> {
  if (input.objects) {
    return Promise.all(
      input.objects.map(async ref => ({
        ref,
        object: await unlessUnserved(allowUnserved, null, async () =>
          readAt(cluster, await locate(cluster, ref), signal),
        ),
      })),
    );
  }
  if (!isSelection(input)) {
    throw new MissionError('ACTION_INPUT_INVALID', SELECTION_RULE);
  }
  const labelSelector =
    input.selector ?? `app.kubernetes.io/instance=${input.release}`;
  const lists = await Promise.all(
    (input.kinds ?? defaultKinds).map(({ apiVersion, kind }) =>
      unlessUnserved(allowUnserved, [], async () => {
        const served = await cluster.resource(apiVersion, kind);
        const { items } = await cluster.list(
          collectionPath(served, input.namespace),
          { labelSelector, signal },
        );
        return items.map(item => ({ ...item, apiVersion, kind }));
      }),
    ),
  );
  return lists.flat().map(item => ({
    ref: {
      apiVersion: item.apiVersion,
      kind: item.kind,
      ...(item.metadata?.namespace
        ? { namespace: item.metadata.namespace }
        : {}),
      name: item.metadata?.name ?? '',
    },
    object: item,
  }));
}

async function unlessUnserved<T>(
  allowed: boolean,
  nothing: T,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (
      allowed &&
      isMissionError(error) &&
      error.code === 'KUBERNETES_API_ABSENT'
    ) {
      return nothing;
    }
    throw error;
  }
}

/** The selection in words. */
export function describeSelection(input: Selection): string {
  if (input.objects) {
    return input.objects.map(nameOfObject).join(', ');
  }
  return input.release
    ? `release ${input.namespace}/${input.release}`
    : `${input.selector} in ${input.namespace}`;
}
