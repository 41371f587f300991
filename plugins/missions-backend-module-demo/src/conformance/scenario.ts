import type { ApiClient, ApiRequest, ApiResponse } from './client';

/** The part of Jest's `expect` that scenarios use. @public */
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

/** What a scenario works with. Nothing here knows who answers. @public */
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
  /** Asks until the answer fits; of the answers only the last one counts. */
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

/**
 * Fields that two servers may fill differently, and why that is right.
 *
 * @public
 */
export interface Exemption {
  /** Paths below the body, joined by dots; in a list, below each item. What is below a path is exempt too. */
  readonly fields: readonly string[];
  /** Statuses by which a server declines to answer; what the other one answers is not compared then. */
  readonly declined?: readonly number[];
  readonly why: string;
}

/** One thing that a Kubernetes API server does. @public */
export interface Scenario {
  readonly name: string;
  /** What two servers may say differently. All else must be the same, word for word. */
  readonly except?: readonly Exemption[];
  readonly run: (api: ScenarioApi) => Promise<void>;
}

/** A request and its answer, as a run recorded it. @public */
export interface Exchange {
  readonly request: string;
  readonly response: ApiResponse;
}

const POLL_MS = 50;
const UNTIL_MS = 60_000;

/** Runs a scenario in a namespace of its own; returns what was said. @public */
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
  const until: ScenarioApi['until'] = async (path, fits, what) => {
    const ask = () => client.request('GET', path);
    const response = await poll(ask, fits, `${what} at ${path}`);
    exchanges.push({ request: `GET ${path} until ${what}`, response });
    return response;
  };
  const api = createScenarioApi(client, { record, until }, expect, namespace);
  try {
    const account = `/api/v1/namespaces/${namespace}/serviceaccounts/default`;
    await poll(
      () => client.request('GET', account),
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
  recorded: { record: ApiClient['request']; until: ScenarioApi['until'] },
  expect: Expect,
  namespace: string,
): ScenarioApi {
  const { record: request, until } = recorded;
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
    until,
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
