import {
  MissionError,
  isMissionError,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterRequest,
  ClusterResponse,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { ConflictKind } from '../errors';

const DEFAULT_PAGE = 500;
/** A server that keeps handing out tokens must not keep us for ever. */
const MAX_PAGES = 10_000;
/** Bytes of all pages of a list: some hundred thousand objects. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Options of a list. */
export interface ListOptions {
  labelSelector?: string;
  fieldSelector?: string;
  limit?: number;
  signal?: AbortSignal;
}

type Send = <T>(
  request: ClusterRequest,
  onSize: (bytes: number) => void,
) => Promise<ClusterResponse<T>>;

interface ListPage {
  kind?: string;
  apiVersion?: string;
  items?: KubernetesObject[] | null;
  metadata?: { continue?: string; resourceVersion?: string };
}

/**
 * All items of a list path. Items of built-in lists lack apiVersion and kind:
 * they get those of the list. When a continue token grows too old (410), the
 * list is asked for once more as a whole.
 */
export async function listAll(
  send: Send,
  path: string,
  options: ListOptions = {},
): Promise<{ items: KubernetesObject[]; resourceVersion: string }> {
  try {
    return await pages(send, path, options, options.limit ?? DEFAULT_PAGE);
  } catch (error) {
    if (
      isMissionError(error) &&
      error.details?.conflict === ConflictKind.expired
    ) {
      return pages(send, path, options, undefined);
    }
    throw error;
  }
}

async function pages(
  send: Send,
  path: string,
  options: ListOptions,
  limit: number | undefined,
): Promise<{ items: KubernetesObject[]; resourceVersion: string }> {
  const items: KubernetesObject[] = [];
  let next: string | undefined;
  let size = 0;
  const onSize = (bytes: number) => {
    size += bytes;
  };
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { body } = await send<ListPage>(
      {
        path,
        query: {
          labelSelector: options.labelSelector,
          fieldSelector: options.fieldSelector,
          limit,
          continue: next,
        },
        signal: options.signal,
      },
      onSize,
    );
    guardPage(path, body, size);
    for (const item of body.items ?? []) {
      items.push(withType(item, body));
    }
    const token = body.metadata?.continue || undefined;
    if (!token) {
      return {
        items,
        resourceVersion: body.metadata?.resourceVersion ?? '',
      };
    }
    if (token === next) {
      throw new MissionError(
        'KUBERNETES_SERVER_ERROR',
        `${path} answers the same page again and again`,
        { retryable: false },
      );
    }
    next = token;
  }
  throw new MissionError(
    'KUBERNETES_SERVER_ERROR',
    `${path} did not end after ${MAX_PAGES} pages`,
  );
}

/** Throws on what is no list, and on one that would fill the memory. */
function guardPage(path: string, body: ListPage, size: number): void {
  if (typeof body !== 'object' || body === null || !('metadata' in body)) {
    throw new MissionError(
      'KUBERNETES_SERVER_ERROR',
      `${path} did not answer with a list`,
    );
  }
  if (size > MAX_BYTES) {
    throw new MissionError(
      'KUBERNETES_SERVER_ERROR',
      `The list at ${path} is larger than ${MAX_BYTES} bytes`,
      { remedy: 'Ask for less: a namespace, or a selector.', retryable: false },
    );
  }
}

function withType(item: KubernetesObject, list: ListPage): KubernetesObject {
  const kind = /^(.+)List$/.exec(list.kind ?? '')?.[1];
  if (item.kind || !kind) {
    return item;
  }
  return { apiVersion: list.apiVersion, kind, ...item };
}
