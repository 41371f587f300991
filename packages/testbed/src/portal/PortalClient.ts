import { randomUUID } from 'node:crypto';
import type {
  Approval,
  CheckResult,
  FindingList,
  JournalEntry,
  Plan,
  Run,
  RunState,
  TargetChoice,
} from '@mission-control/plugin-missions-common';
import { isTerminal } from '@mission-control/plugin-missions-common';

const POLL_MS = 100;
/** Long enough for a busy machine: a shared control plane has other guests. */
const DEFAULT_TIMEOUT_MS = 180_000;

/** A refused request: what the API answered. */
export class PortalError extends Error {
  readonly status: number;
  readonly code?: string;
  readonly body: any;

  constructor(method: string, path: string, status: number, body: any) {
    const { code, message } = body?.error ?? {};
    super(`${method} ${path} answered ${status} ${code ?? ''}: ${message}`);
    this.name = 'PortalError';
    this.status = status;
    this.code = code;
    this.body = body;
  }
}

/** What a person does with the API of a portal under test. */
export class PortalClient {
  readonly #baseUrl: string;
  readonly #authorization: string;

  constructor(options: { baseUrl: string; authorization: string }) {
    this.#baseUrl = options.baseUrl;
    this.#authorization = options.authorization;
  }

  async request<T = any>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const response = await fetch(`${this.#baseUrl}${path}`, {
      method,
      headers: {
        authorization: this.#authorization,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    const answer = isJson && text ? JSON.parse(text) : text;
    if (!response.ok) {
      throw new PortalError(method, path, response.status, answer);
    }
    return answer;
  }

  /** An answer that is a file. */
  async download(
    method: string,
    path: string,
    body: unknown,
  ): Promise<Uint8Array> {
    const response = await fetch(`${this.#baseUrl}${path}`, {
      method,
      headers: {
        authorization: this.#authorization,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) {
      throw new PortalError(
        method,
        path,
        response.status,
        await response.json(),
      );
    }
    return new Uint8Array(await response.arrayBuffer());
  }

  /** An answer that goes on: a stream of server-sent events. */
  open(path: string): Promise<Response> {
    return fetch(`${this.#baseUrl}${path}`, {
      headers: { authorization: this.#authorization },
    });
  }

  start(request: {
    missionRef: string;
    title?: string;
    parameters?: Record<string, unknown>;
    targets?: TargetChoice[];
    planOnly?: boolean;
  }): Promise<Run> {
    return this.request('POST', '/runs', request, newKey());
  }

  run(runId: string): Promise<Run> {
    return this.request('GET', `/runs/${runId}`);
  }

  /** The runs that the steps of a sequence started, the first one first. */
  async children(runId: string): Promise<Run[]> {
    const { items } = await this.request('GET', `/runs?parent=${runId}`);
    return Promise.all([...items].reverse().map(({ id }: Run) => this.run(id)));
  }

  plan(runId: string): Promise<Plan> {
    return this.request('GET', `/runs/${runId}/plan`);
  }

  async evidence(runId: string): Promise<CheckResult[]> {
    return (await this.request('GET', `/runs/${runId}/evidence`)).items;
  }

  async journal(runId: string): Promise<JournalEntry[]> {
    return (await this.request('GET', `/runs/${runId}/journal`)).items;
  }

  findings(runId: string): Promise<FindingList> {
    return this.request('GET', `/runs/${runId}/findings`);
  }

  undo(runId: string): Promise<Run> {
    return this.request('POST', `/runs/${runId}/undo`, {}, newKey());
  }

  /** Waits until the run is in one of the states. Fails with what it says when it ends elsewhere. */
  async waitFor(
    runId: string,
    states: readonly RunState[],
    timeoutMs = DEFAULT_TIMEOUT_MS,
  ): Promise<Run> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const run = await this.run(runId);
      if (states.includes(run.state)) {
        return run;
      }
      if (isTerminal(run.state) || Date.now() > deadline) {
        throw new Error(
          `Run ${runId} is ${run.state}, not ${states.join(
            ' or ',
          )}:\n${describe(run)}`,
        );
      }
      await new Promise(resolve => setTimeout(resolve, POLL_MS));
    }
  }

  /** Approves every open approval of a run. */
  async approve(runId: string, comment = 'Looked at'): Promise<Approval[]> {
    const run = await this.run(runId);
    const open = run.approvals.filter(({ state }) => state === 'open');
    return Promise.all(
      open.map(({ id, hash }) =>
        this.request('POST', `/approvals/${id}/decision`, {
          decision: 'approve',
          hash,
          comment,
        }),
      ),
    );
  }

  /** Plans, approves, and waits for the end; a plan that changes nothing may approve itself. */
  async approveAndFinish(runId: string, timeoutMs?: number): Promise<Run> {
    const planned = await this.waitFor(
      runId,
      ['awaiting_approval', 'running', 'verifying', 'succeeded'],
      timeoutMs,
    );
    if (planned.state === 'awaiting_approval') {
      await this.approve(runId);
    }
    return this.waitFor(runId, ['succeeded'], timeoutMs);
  }
}

function newKey(): Record<string, string> {
  return { 'Idempotency-Key': randomUUID() };
}

function describe(run: Run): string {
  return run.targetsDetail
    .map(target => {
      const steps = target.steps
        .map(
          step =>
            `    ${step.id}: ${step.state}${
              step.error ? ` ${step.error.code} ${step.error.message}` : ''
            }`,
        )
        .join('\n');
      return `  ${target.id}: ${target.state} ${target.reason ?? ''}\n${steps}`;
    })
    .join('\n');
}
