import {
  groupOf,
  MissionError,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  ClusterRequest,
  ClusterResponse,
  KubernetesObject,
} from './ClusterClient';
import { mayChange } from './mayChange';
import { describeResource, requestWords } from './requestWords';

/** Who uses a client, and what it said that it will write. @public */
export interface WriteDeclarations {
  /** For messages, such as `Action 'acme:rotate'`. */
  readonly who: string;
  /**
   * Objects whose write is declared and open. Left out: nothing may be
   * written. Throws when nothing more may be done at all.
   */
  readonly declared?: () => readonly ObjectRef[];
}

/**
 * A client that lets reads, dry runs and access reviews pass, and a write only
 * to an object whose write is declared. Everything else throws
 * WRITE_NOT_DECLARED before it leaves.
 *
 * @remarks An object is known by group, kind, namespace and name; its
 * subresources belong to it. What has no name yet (generateName) and what has
 * many (a collection) cannot be declared.
 * @public
 */
export function guardWrites(
  client: ClusterClient,
  declarations: WriteDeclarations,
): ClusterClient {
  const check = async (request: ClusterRequest) => {
    if (mayChange(request)) {
      await assertDeclared(client, declarations, request);
    }
  };
  const guarded: ClusterClient = {
    get cluster() {
      return client.cluster;
    },
    get identity() {
      return client.identity;
    },
    async request<T = any>(asked: ClusterRequest): Promise<ClusterResponse<T>> {
      const request = { ...asked };
      await check(request);
      return client.request<T>(request);
    },
    async *lines(asked) {
      const request = { ...asked };
      await check(request);
      yield* client.lines(request);
    },
    list: (path, options) => client.list(path, options),
    watch: (path, options) => client.watch(path, options),
    getFromPod: request => client.getFromPod(request),
    resource: (apiVersion, kind) => client.resource(apiVersion, kind),
    resources: () => client.resources(),
    version: () => client.version(),
    uid: () => client.uid(),
  };
  return Object.freeze(guarded);
}

async function assertDeclared(
  client: ClusterClient,
  { who, declared }: WriteDeclarations,
  request: ClusterRequest,
): Promise<void> {
  const words = requestWords(request);
  const { metadata } = (request.body ?? {}) as KubernetesObject;
  const isCreate = request.method === 'POST';
  const name = words.name ?? (isCreate ? metadata?.name : undefined);
  const refuse = (why: string, remedy?: string) =>
    new MissionError(
      'WRITE_NOT_DECLARED',
      `${who} may not ${words.verb} ${
        name ? `'${name}' of ` : ''
      }${describeResource(words)} on cluster '${client.cluster.name}': ${why}`,
      { remedy },
    );
  if (!declared) {
    throw refuse(
      'it may only read',
      'Write in run or undo of an action with effect: write, where ctx.journal.intend declares it first.',
    );
  }
  if (!name && isCreate) {
    throw refuse(
      'without a name nobody finds the object again',
      'Give it a name, such as one made of ctx.idempotencyKey, instead of generateName, and declare that.',
    );
  }
  if (!name) {
    throw refuse(
      'a whole collection cannot be declared',
      'Write object by object, each declared with ctx.journal.intend.',
    );
  }
  const plural = words.resource?.split('/')[0];
  for (const object of declared()) {
    const isNamed =
      object.name === name &&
      (object.namespace ?? '') === (words.namespace ?? '') &&
      groupOf(object.apiVersion) === words.group;
    if (
      isNamed &&
      (await client.resource(object.apiVersion, object.kind)).resource ===
        plural
    ) {
      return;
    }
  }
  throw refuse('this try has no open intent for it in the journal');
}
