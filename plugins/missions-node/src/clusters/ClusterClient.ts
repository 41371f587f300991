import type { ClusterRef } from '@mission-control/plugin-missions-common';

/** A JSON value as the API server sent it; never passed through typed models. @public */
export type KubernetesObject = {
  apiVersion?: string;
  kind?: string;
  metadata?: {
    name?: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    [key: string]: any;
  };
  [key: string]: any;
};

/** One request to an API server. What is sent is read once, see plainRequest. @public */
export interface ClusterRequest {
  /** Defaults to GET. */
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path from the root, such as /api/v1/namespaces; already encoded. */
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  /** Only accept and content-type; who acts is not said here. */
  headers?: Record<string, string>;
  /** Sent as JSON as it is. */
  body?: unknown;
  /** Defaults to application/json. */
  contentType?: string;
  signal?: AbortSignal;
  /** Milliseconds for the whole request. Defaults to 30000. */
  timeoutMs?: number;
  /** Bytes of an answer that are accepted. Defaults to 33554432. */
  maxBytes?: number;
}

/** An answer with a status below 400. @public */
export interface ClusterResponse<T = any> {
  status: number;
  headers: Record<string, string>;
  /** Texts of `Warning:` headers. */
  warnings: string[];
  body: T;
}

/** A GET to a port of a pod, by port-forward. @public */
export interface PodRequest {
  namespace: string;
  pod: string;
  /** Port of the pod, not of a Service. */
  port: number;
  /** Defaults to http. The certificate of a pod is not checked. */
  scheme?: 'http' | 'https';
  /** With its query. */
  path: string;
  /** The Host header. Defaults to the pod's name. */
  host?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Milliseconds for everything. Defaults to 30000. */
  timeoutMs?: number;
  /** Bytes of an answer that are accepted. Defaults to 33554432. */
  maxBytes?: number;
}

/** A served resource, from discovery. @public */
export interface ServedResource {
  group: string;
  version: string;
  /** Plural, such as deployments. */
  resource: string;
  kind: string;
  namespaced: boolean;
  verbs: string[];
  subresources: string[];
}

/** @public */
export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  object: KubernetesObject;
}

/**
 * Raw access to one cluster under the acting identity: pooled connections,
 * paging, 429 and Retry-After, bounded answers. Every failure is a
 * MissionError with a CLUSTER_… or KUBERNETES_… code; `details.status` holds
 * the Kubernetes Status object where there was one.
 * @public
 */
export interface ClusterClient {
  readonly cluster: ClusterRef;
  /** The Kubernetes identity that acts, in words. */
  readonly identity: string;
  request<T = any>(request: ClusterRequest): Promise<ClusterResponse<T>>;
  /** All items of a list path, page by page. */
  list(
    path: string,
    options?: {
      labelSelector?: string;
      fieldSelector?: string;
      /** Items a page. Defaults to 500. */
      limit?: number;
      signal?: AbortSignal;
    },
  ): Promise<{ items: KubernetesObject[]; resourceVersion: string }>;
  /** Changes since a resourceVersion; reconnects; ends with CLUSTER_… GONE as KUBERNETES_CONFLICT when too old. */
  watch(
    path: string,
    options: {
      resourceVersion: string;
      labelSelector?: string;
      fieldSelector?: string;
      signal: AbortSignal;
    },
  ): AsyncIterable<WatchEvent>;
  /** Lines of a streamed text answer, such as pod logs with follow. */
  lines(request: ClusterRequest): AsyncIterable<string>;
  /**
   * Asks a pod through a port-forward of the API server. Every status is an
   * answer, and redirects are not followed. Throws HTTP_FAILED when the port
   * gives no whole answer, CLUSTER_… or KUBERNETES_… when there is no way to it.
   */
  getFromPod(request: PodRequest): Promise<ClusterResponse<string>>;
  /**
   * The served resource of an apiVersion and kind. Throws
   * KUBERNETES_API_ABSENT when the cluster does not serve it. Discovery is
   * cached for a minute and asked again before it says "absent".
   */
  resource(apiVersion: string, kind: string): Promise<ServedResource>;
  /** All served resources; `incomplete` names groups that could not be listed. */
  resources(): Promise<{ items: ServedResource[]; incomplete: string[] }>;
  version(): Promise<{ gitVersion: string; major: string; minor: string }>;
  /** UID of the namespace kube-system: the identity of the cluster. */
  uid(): Promise<string>;
}
