import {
  groupOf,
  isMissionError,
  MissionError,
  nameOfObject,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import type { ClusterClient, KubernetesObject } from './ClusterClient';
import { mayChange } from './mayChange';
import type { PlainRequest } from './plainRequest';
import { requestedObject } from './requestedObject';

type Reader = Pick<ClusterClient, 'cluster' | 'request' | 'resource'>;

/** Answers that leave open what the cluster has. */
const CANNOT_TELL: readonly string[] = [
  'CLUSTER_FORBIDDEN',
  'KUBERNETES_API_ABSENT',
];

/**
 * What one try of a step saw of objects by GET: who they are, or that they do
 * not exist. So a prior state that is declared for the journal costs no further
 * request where its action looked, and cannot be another object's, or absence
 * where there is one: an undo would delete what it did not make.
 * @public
 */
export class SeenObjects {
  /** Uid by object; null: it did not exist. */
  readonly #uids = new Map<string, string | null>();

  /** Keeps what a plain GET of an object answered; null: it does not exist. */
  keep(request: PlainRequest, answer: KubernetesObject | null): void {
    const { method, query, headers } = request;
    const { words, group, plural, namespace, name } = requestedObject(request);
    const uid = answer && answer.metadata?.uid;
    if (
      method === 'GET' &&
      !query &&
      !headers &&
      name &&
      !words.subresource &&
      (uid === null || typeof uid === 'string')
    ) {
      this.#uids.set(keyOf(group, plural, namespace, name), uid);
    }
  }

  /** Forgets an object that a request may change. */
  forget(request: PlainRequest): void {
    if (!mayChange(request)) {
      return;
    }
    const { group, plural, namespace, name } = requestedObject(request);
    this.#uids.delete(keyOf(group, plural, namespace, name));
  }

  /**
   * Why an intent is refused whose state before the write is that of another
   * object than the cluster has, or undefined. The cluster is asked where the
   * try did not look or saw something else. What it does not serve, or does not
   * show to this identity, is nobody's to compare.
   */
  async refusal(
    client: Reader,
    intent: {
      readonly verb: string;
      readonly object: ObjectRef;
      readonly prior: KubernetesObject | null;
    },
    signal?: AbortSignal,
  ): Promise<MissionError | undefined> {
    const { object, prior } = intent;
    const { apiVersion, kind, namespace, name } = object;
    const declared = prior && uidOf(prior);
    let live: KubernetesObject | null;
    try {
      const { resource } = await client.resource(apiVersion, kind);
      const key = keyOf(groupOf(apiVersion), resource, namespace, name);
      if (this.#uids.get(key) === declared) {
        return undefined;
      }
      live = await read(client, pathOf(object, resource), signal);
    } catch (error) {
      if (isMissionError(error) && CANNOT_TELL.includes(error.code)) {
        return undefined;
      }
      throw error;
    }
    const found = live && uidOf(live);
    return found === declared
      ? undefined
      : new MissionError(
          'WRITE_NOT_DECLARED',
          `'${intent.verb}' of ${nameOfObject(object)} was declared with ${
            declared === null ? 'no object' : `the uid '${declared}'`
          } before it, and cluster '${client.cluster.name}' has ${
            found === null ? 'none' : `one with the uid '${found}'`
          }`,
          {
            object,
            remedy:
              'Read the object right before ctx.journal.intend, and declare what the cluster answered, or null when it has none.',
          },
        );
  }
}

function uidOf({ metadata }: KubernetesObject): string {
  return metadata?.uid ?? '';
}

function keyOf(...parts: readonly (string | undefined)[]): string {
  return JSON.stringify(parts.map(part => part ?? ''));
}

function pathOf(object: ObjectRef, resource: string): string {
  const { apiVersion, namespace, name } = object;
  const parts = [
    groupOf(apiVersion) ? 'apis' : 'api',
    ...apiVersion.split('/'),
    ...(namespace ? ['namespaces', namespace] : []),
    resource,
    name,
  ];
  return `/${parts.map(encodeURIComponent).join('/')}`;
}

async function read(
  client: Reader,
  path: string,
  signal?: AbortSignal,
): Promise<KubernetesObject | null> {
  try {
    return (await client.request<KubernetesObject>({ path, signal })).body;
  } catch (error) {
    if (isMissionError(error) && error.code === 'KUBERNETES_NOT_FOUND') {
      return null;
    }
    throw error;
  }
}
