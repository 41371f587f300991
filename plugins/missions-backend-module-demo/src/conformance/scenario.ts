import type { ApiClient, ApiRequest, ApiResponse } from './client';

/** The part of Jest's `expect` that scenarios use. */
export type Expect = (actual: unknown) => {
  toBe(expected: unknown): void;
  toEqual(expected: unknown): void;
  toMatchObject(expected: object): void;
  toMatch(expected: RegExp | string): void;
  toContain(expected: unknown): void;
  not: {
    toBe(expected: unknown): void;
    toContain(expected: unknown): void;
    toEqual(expected: unknown): void;
  };
};

/** What a scenario works with. Nothing here knows who answers. */
export interface ScenarioApi {
  /** A namespace of its own. */
  readonly namespace: string;
  readonly expect: Expect;
  request(
    method: string,
    path: string,
    options?: ApiRequest,
  ): Promise<ApiResponse>;
  get(path: string, query?: ApiRequest['query']): Promise<ApiResponse>;
  post(
    path: string,
    body: unknown,
    query?: ApiRequest['query'],
  ): Promise<ApiResponse>;
  put(
    path: string,
    body: unknown,
    query?: ApiRequest['query'],
  ): Promise<ApiResponse>;
  remove(
    path: string,
    body?: unknown,
    query?: ApiRequest['query'],
  ): Promise<ApiResponse>;
  /** Server-side apply as the manager `first` unless the query says otherwise. */
  apply(
    path: string,
    body: unknown,
    query?: ApiRequest['query'],
  ): Promise<ApiResponse>;
  patch(
    kind: PatchKind,
    path: string,
    body: unknown,
    query?: ApiRequest['query'],
  ): Promise<ApiResponse>;
  /** Asks until the answer fits; the answers on the way are of no account. */
  until(
    path: string,
    fits: (response: ApiResponse) => boolean,
    what: string,
  ): Promise<ApiResponse>;
  /** Makes a dry-run POST until the answer fits: admission sees some changes late. */
  untilAdmission(
    path: string,
    body: unknown,
    fits: (response: ApiResponse) => boolean,
    what: string,
  ): Promise<void>;
}

/** The patch types other than apply. */
export type PatchKind = 'merge' | 'json' | 'strategic-merge';

/** One thing that a Kubernetes API server does. */
export interface Scenario {
  readonly name: string;
  /** Controllers have a part in the answers: two servers are compared by what the scenario expects, not word for word. */
  readonly loose?: boolean;
  readonly run: (api: ScenarioApi) => Promise<void>;
}

/** A request and its answer, as a run recorded it. */
export interface Exchange {
  readonly request: string;
  readonly response: ApiResponse;
}

const POLL_MS = 50;
const UNTIL_MS = 60_000;

/** Runs a scenario in a namespace of its own; returns what was said. */
export async function runScenario(
  scenario: Scenario,
  client: ApiClient,
  expect: Expect,
  namespace: string,
): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  const record = async (method: string, path: string, options?: ApiRequest) => {
    const response = await client.request(method, path, options);
    exchanges.push({ request: `${method} ${path}`, response });
    return response;
  };
  await client.request('POST', '/api/v1/namespaces', {
    body: {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    },
  });
  const api = createScenarioApi(client, record, expect, namespace);
  try {
    const account = `/api/v1/namespaces/${namespace}/serviceaccounts/default`;
    await api.until(
      account,
      answer => answer.status === 200,
      'the default service account',
    );
    await scenario.run(api);
  } finally {
    await client.request('DELETE', `/api/v1/namespaces/${namespace}`);
  }
  return exchanges;
}

function createScenarioApi(
  client: ApiClient,
  request: ApiClient['request'],
  expect: Expect,
  namespace: string,
): ScenarioApi {
  const typed = (type: string) => ({ 'content-type': type });
  return {
    namespace,
    expect,
    request,
    get: (path, query) => request('GET', path, { query }),
    post: (path, body, query) => request('POST', path, { body, query }),
    put: (path, body, query) => request('PUT', path, { body, query }),
    remove: (path, body, query) => request('DELETE', path, { body, query }),
    apply: (path, body, query) =>
      request('PATCH', path, {
        body,
        query: { fieldManager: 'first', fieldValidation: 'Strict', ...query },
        headers: typed('application/apply-patch+yaml'),
      }),
    patch: (kind, path, body, query) =>
      request('PATCH', path, {
        body,
        query,
        headers: typed(`application/${kind}-patch+json`),
      }),
    until: (path, fits, what) =>
      poll(() => client.request('GET', path), fits, `${what} at ${path}`),
    untilAdmission: async (path, body, fits, what) => {
      const ask = () =>
        client.request('POST', path, { body, query: { dryRun: 'All' } });
      await poll(ask, fits, what);
    },
  };
}

async function poll(
  ask: () => Promise<ApiResponse>,
  fits: (response: ApiResponse) => boolean,
  what: string,
): Promise<ApiResponse> {
  const end = Date.now() + UNTIL_MS;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (Date.now() > end) {
      throw new Error(
        `waited ${UNTIL_MS} ms for ${what}; the last answer is ${
          answer.status
        } ${JSON.stringify(answer.body)}`,
      );
    }
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
}
