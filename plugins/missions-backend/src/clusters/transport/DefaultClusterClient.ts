import {
  MissionError,
  type ClusterRef,
} from '@mission-control/plugin-missions-common';
import {
  plainRequest,
  type ClusterClient,
  type ClusterConnection,
  type ClusterRequest,
  type ClusterResponse,
  type KubernetesObject,
  type PlainRequest,
  type PodRequest,
  type ServedResource,
  type WatchEvent,
} from '@mission-control/plugin-missions-node';
import type { Impersonation } from './impersonation';
import type { ClusterTransport, TransportCaller } from './ClusterTransport';
import type { Discovery } from './Discovery';
import { getFromPod } from './getFromPod';
import { impersonationHeaders, runExtras } from './impersonation';
import { listAll, type ListOptions } from './listAll';
import { textLines } from './textLines';
import { watchChanges, type WatchOptions } from './watchChanges';

/** Characters of one log line. */
const MAX_LINE_LENGTH = 64 * 1024;
/** Characters of a version or a UID; API servers take 36 for the latter. */
const MAX_NAME_LENGTH = 64;

/** Definitions of custom resources, and what aggregates other servers. */
const SERVING = /^\/apis\/(apiextensions|apiregistration)\.k8s\.io\//;

/** The run on whose behalf a client acts. */
export interface RunIdentity {
  readonly runId: string;
  readonly missionName: string;
  /** As whom it acts, where that is not the same for all runs. */
  readonly actAs?: Impersonation;
}

/** A client of the portal, from which clients of runs are derived. */
export interface PortalClusterClient extends ClusterClient {
  /** The same cluster and connections, with a user agent that names the run. */
  forRun(run: RunIdentity): ClusterClient;
}

/** Refuses a request before it leaves, by throwing. */
export type RequestGuard = (request: PlainRequest) => void;

interface ClientParts {
  readonly connection: ClusterConnection;
  readonly transport: ClusterTransport;
  readonly discovery: Discovery;
  readonly guard: RequestGuard;
  /** Shared by all clients of the cluster; learnt when it is first asked. */
  readonly acting: { identity: string };
  readonly version: string;
}

/** Raw access to one cluster; see {@link ClusterClient}. */
export class DefaultClusterClient implements PortalClusterClient {
  readonly cluster: ClusterRef;
  readonly #parts: ClientParts;
  readonly #caller: TransportCaller;
  readonly #identity: string | undefined;

  private constructor(
    parts: ClientParts,
    caller: TransportCaller,
    identity?: string,
  ) {
    const { connection } = parts;
    this.cluster = {
      name: connection.name,
      title: connection.title,
      environment: connection.environment,
      production: connection.production,
      demo: connection.demo,
    };
    this.#parts = parts;
    this.#caller = caller;
    this.#identity = identity;
  }

  static create(parts: ClientParts): DefaultClusterClient {
    return new DefaultClusterClient(parts, {
      userAgent: `mission-control/${parts.version}`,
    });
  }

  get identity(): string {
    return this.#identity ?? this.#parts.acting.identity;
  }

  forRun({ runId, missionName, actAs }: RunIdentity): ClusterClient {
    const run = {
      runId: headerText(runId),
      missionName: headerText(missionName),
    };
    return new DefaultClusterClient(
      this.#parts,
      {
        userAgent: `mission-control/${this.#parts.version} (run ${
          run.runId
        }) mission/${run.missionName}`,
        ...(actAs && {
          actAs: { ...impersonationHeaders(actAs), ...runExtras(run) },
        }),
      },
      actAs?.user,
    );
  }

  async request<T = any>(asked: ClusterRequest): Promise<ClusterResponse<T>> {
    const request = this.#guarded(asked);
    try {
      return await this.#send<T>(request);
    } finally {
      // Also after an error: whether it was written may be unknown.
      if (changesWhatIsServed(request)) {
        this.#parts.discovery.clear();
      }
    }
  }

  list(
    path: string,
    options?: ListOptions,
  ): Promise<{ items: KubernetesObject[]; resourceVersion: string }> {
    return listAll(
      (request, onSize) => this.#send(this.#guarded(request), onSize),
      path,
      options,
    );
  }

  watch(path: string, options: WatchOptions): AsyncIterable<WatchEvent> {
    const { connection, transport } = this.#parts;
    return watchChanges(
      {
        cluster: connection.name,
        demo: connection.demo,
        open: request => transport.open(this.#guarded(request), this.#caller),
        streamError: (error, signal) => transport.streamError(error, signal),
      },
      path,
      options,
    );
  }

  async *lines(asked: ClusterRequest): AsyncGenerator<string> {
    const request = this.#guarded(asked);
    const { transport } = this.#parts;
    const { body } = await transport.open(request, this.#caller);
    try {
      yield* textLines(body, { maxLength: MAX_LINE_LENGTH, onLong: 'cut' });
    } catch (error) {
      throw transport.streamError(error, request.signal);
    } finally {
      body.destroy();
    }
  }

  getFromPod(request: PodRequest): Promise<ClusterResponse<string>> {
    return getFromPod(this.#parts.transport, this.#caller, request);
  }

  resource(apiVersion: string, kind: string): Promise<ServedResource> {
    return this.#parts.discovery.resource(
      request => this.#send(request),
      apiVersion,
      kind,
    );
  }

  resources(): Promise<{ items: ServedResource[]; incomplete: string[] }> {
    return this.#parts.discovery.resources(request => this.#send(request));
  }

  async version(): Promise<{
    gitVersion: string;
    major: string;
    minor: string;
  }> {
    const { body } = await this.#send<{
      gitVersion?: unknown;
      major?: unknown;
      minor?: unknown;
    }>({ path: '/version' });
    if (!isShortText(body?.gitVersion)) {
      throw new MissionError(
        'CLUSTER_UNREACHABLE',
        `What answers for cluster '${this.cluster.name}' does not tell a Kubernetes version`,
        { remedy: 'Correct the address of the cluster.', retryable: false },
      );
    }
    return {
      gitVersion: body.gitVersion,
      major: isShortText(body.major) ? body.major : '',
      minor: isShortText(body.minor) ? body.minor : '',
    };
  }

  async uid(): Promise<string> {
    const { body } = await this.#send<KubernetesObject>({
      path: '/api/v1/namespaces/kube-system',
    });
    const uid = body?.metadata?.uid;
    if (!uid || !isShortText(uid)) {
      throw new MissionError(
        'KUBERNETES_SERVER_ERROR',
        `Cluster '${this.cluster.name}' does not tell the UID of kube-system`,
      );
    }
    return uid;
  }

  /** The request that is sent: the guard judges nothing else. */
  #guarded(asked: ClusterRequest): PlainRequest {
    const request = plainRequest(asked);
    this.#parts.guard(request);
    return request;
  }

  #send<T>(
    request: ClusterRequest,
    onSize?: (bytes: number) => void,
  ): Promise<ClusterResponse<T>> {
    return this.#parts.transport.send<T>(request, this.#caller, onSize);
  }
}

/** What a cluster may be called or count itself as: stores have no room for more. */
function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_NAME_LENGTH;
}

function changesWhatIsServed({ method, path, query }: PlainRequest): boolean {
  const isWrite = method !== 'GET';
  return isWrite && query?.dryRun === undefined && SERVING.test(path);
}

/** Only what a header may carry without being read as something else. */
function headerText(text: string): string {
  return text.replace(/[^\w.:/-]/g, '_').slice(0, 100);
}
