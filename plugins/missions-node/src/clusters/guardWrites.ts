import {
  groupOf,
  isMissionError,
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
import { plainRequest, type PlainRequest } from './plainRequest';
import { requestedObject } from './requestedObject';
import { describeResource } from './requestWords';
import type { SeenObjects } from './SeenObjects';

/** One write that was declared. @public */
export interface DeclaredWrite {
  readonly object: ObjectRef;
  /** Whether it deletes the object. Only then may that be deleted, and nothing else be done to it. */
  readonly deletes: boolean;
}

/** Who uses a client, and what it said that it will write. @public */
export interface WriteDeclarations {
  /** For messages, such as `Action 'acme:rotate'`. */
  readonly who: string;
  /**
   * Writes that are declared and open: the same ones as long as they are.
   * Left out: nothing may be written. Throws when nothing more may be done at
   * all.
   */
  readonly declared?: () => readonly DeclaredWrite[];
  /** Is told what the client saw, and what may have changed since. */
  readonly seen?: SeenObjects;
}

/**
 * A client that lets reads, dry runs and access reviews pass, and a write only
 * to an object whose write is declared. Everything else throws
 * WRITE_NOT_DECLARED before it leaves. A deletion, an eviction too, needs one
 * that is declared as such, and that one lets nothing else pass. What is judged
 * is what is sent: see {@link plainRequest}.
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
  const checked = async (asked: ClusterRequest): Promise<PlainRequest> => {
    const request = plainRequest(asked);
    if (mayChange(request)) {
      await assertDeclared(client, declarations, request);
    }
    return request;
  };
  const guarded: ClusterClient = {
    get cluster() {
      return client.cluster;
    },
    get identity() {
      return client.identity;
    },
    async request<T = any>(asked: ClusterRequest): Promise<ClusterResponse<T>> {
      const request = await checked(asked);
      const { seen } = declarations;
      seen?.forget(request);
      try {
        const answer = await client.request<T>(request);
        seen?.keep(request, answer.body as KubernetesObject);
        return answer;
      } catch (error) {
        if (isMissionError(error) && error.code === 'KUBERNETES_NOT_FOUND') {
          seen?.keep(request, null);
        }
        throw error;
      }
    },
    async *lines(asked) {
      yield* client.lines(await checked(asked));
    },
    async list(path, options) {
      await checked({ path });
      return client.list(path, options);
    },
    async *watch(path, options) {
      await checked({ path });
      yield* client.watch(path, options);
    },
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
  request: PlainRequest,
): Promise<void> {
  const { words, group, plural, namespace, name } = requestedObject(request);
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
  if (!name && request.method === 'POST') {
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
  const deletes =
    request.method === 'DELETE' || words.subresource === 'eviction';
  let isOther = false;
  for (const write of declared()) {
    const { object } = write;
    const isNamed =
      object.name === name &&
      (object.namespace ?? '') === (namespace ?? '') &&
      groupOf(object.apiVersion) === group;
    if (
      isNamed &&
      (await client.resource(object.apiVersion, object.kind)).resource ===
        plural &&
      // It may have ended while the cluster was asked.
      declared().includes(write)
    ) {
      if (write.deletes === deletes) {
        return;
      }
      isOther = true;
    }
  }
  throw isOther
    ? refuse(
        deletes
          ? 'the open intent for it in the journal is none to delete it'
          : 'the open intent for it in the journal is one to delete it',
        'Declare with ctx.journal.intend what is done: the verb delete is for a deletion, and only for that.',
      )
    : refuse('this try has no open intent for it in the journal');
}
