import type { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import {
  DefaultApiClient,
  readAnswer,
  readRefusal,
  type ApiAnswer,
  type ApprovalRequest,
  type CreateOrbitRequest,
  type CreateRun,
  type CreateRunRequest,
  type DecideRequest,
  type DelegationRequest,
  type GiveFeedbackRequest,
  type PreflightRequest,
  type RunEvent,
  type SetFreezeRequest,
  type TypedResponse,
  type UndoKitRequest,
  type UndoRequest,
} from '@mission-control/plugin-missions-common';
import type {
  ApprovalQuery,
  LogQuery,
  MissionQuery,
  MissionsApi,
  RunQuery,
  StreamRunOptions,
  UpcomingQuery,
} from './MissionsApi';
import { MissionsApiError } from './MissionsApiError';
import { readEventStream, type ServerSentEvent } from './readEventStream';
import { reviveDates } from './reviveDates';
import { visibleProse } from './visibleProse';

/** What a {@link MissionsClient} is made of. @public */
export interface MissionsClientOptions {
  discoveryApi: DiscoveryApi;
  fetchApi: FetchApi;
}

/**
 * The generated client with errors that can be shown, dates that are dates,
 * and the stream of a run.
 * @public
 */
export class MissionsClient implements MissionsApi {
  readonly #client: DefaultApiClient;
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;

  constructor({ discoveryApi, fetchApi }: MissionsClientOptions) {
    this.#client = new DefaultApiClient({ discoveryApi, fetchApi });
    this.#discoveryApi = discoveryApi;
    this.#fetchApi = fetchApi;
  }

  getStatus = () => read(this.#client.getStatus({}));

  listMissions = (query: MissionQuery = {}) =>
    read(this.#client.listMissions({ query: given(query) }));
  getMission = (missionRef: string, version?: string) => {
    const slash = missionRef.indexOf('/');
    const path = {
      source: missionRef.slice(0, slash),
      name: missionRef.slice(slash + 1),
    };
    return read(this.#client.getMission({ path, query: { version } }));
  };
  listMissionProblems = () => items(this.#client.listMissionProblems({}));
  checkFitness = (body: PreflightRequest) =>
    items(this.#client.checkFitness({ body }));
  listActions = () => items(this.#client.listActions({}));

  listClusters = (query: { refresh?: boolean } = {}) =>
    items(this.#client.listClusters({ query: given(query) }));
  listClusterProblems = async () =>
    (await read(this.#client.listClusters({ query: {} }))).problems ?? [];
  getCluster = (name: string) =>
    read(this.#client.getCluster({ path: { name } }));
  resetCluster = (name: string) =>
    read(this.#client.resetCluster({ path: { name } }));

  getBrakes = () => read(this.#client.getBrakes({}));
  setFreeze = (body: SetFreezeRequest) =>
    read(this.#client.setFreeze({ body }));
  liftFreeze = (freezeId: string, reason: string) =>
    read(this.#client.liftFreeze({ path: { freezeId }, body: { reason } }));

  listRuns = (query: RunQuery = {}) =>
    read(this.#client.listRuns({ query: given(query) }));
  createRun = (body: CreateRunRequest, idempotencyKey: string) =>
    read(this.#client.createRun({ body, header: keyHeader(idempotencyKey) }));
  getRun = (runId: string) => read(this.#client.getRun({ path: { runId } }));
  getPlan = (runId: string) => read(this.#client.getPlan({ path: { runId } }));
  getPlanMarkdown = async (runId: string) => {
    const request = this.#client.getPlanMarkdown({ path: { runId } });
    return (await accepted(request, 'text/markdown')).text();
  };
  listEvidence = (
    runId: string,
    query: { target?: string; step?: string } = {},
  ) =>
    items(this.#client.listEvidence({ path: { runId }, query: given(query) }));
  listJournal = (runId: string, query: { target?: string } = {}) =>
    items(this.#client.listJournal({ path: { runId }, query: given(query) }));
  listEvents = (
    runId: string,
    query: { after?: number; limit?: number } = {},
  ) => items(this.#client.listEvents({ path: { runId }, query: given(query) }));
  listLogs = async (runId: string, query: LogQuery = {}) => {
    // Lines keep the colours of programs: what draws them knows those.
    const list = await readRaw(
      this.#client.listLogs({ path: { runId }, query: given(query) }),
    );
    return { items: list.items, truncated: list.truncated ?? false };
  };
  listFindings = (runId: string) =>
    read(this.#client.listFindings({ path: { runId } }));

  cancelRun = (runId: string, reason?: string) =>
    read(this.#client.cancelRun({ path: { runId }, body: { reason } }));
  pauseRun = (runId: string, reason?: string) =>
    read(this.#client.pauseRun({ path: { runId }, body: { reason } }));
  resumeRun = (runId: string, reason?: string) =>
    read(this.#client.resumeRun({ path: { runId }, body: { reason } }));
  passWindows = (runId: string, reason: string) =>
    read(this.#client.passWindows({ path: { runId }, body: { reason } }));
  recheckRun = (runId: string, targets?: string[]) =>
    read(this.#client.recheckRun({ path: { runId }, body: { targets } }));
  undoRun = (runId: string, body: UndoRequest, idempotencyKey: string) =>
    read(
      this.#client.undoRun({
        path: { runId },
        body,
        header: keyHeader(idempotencyKey),
      }),
    );
  getUndoKit = (runId: string) =>
    read(this.#client.getUndoKit({ path: { runId } }));
  exportUndoKit = async (runId: string, body: UndoKitRequest) => {
    const request = this.#client.exportUndoKit({ path: { runId }, body });
    return (await accepted(request, 'application/octet-stream')).blob();
  };
  decideTarget = (runId: string, body: DecideRequest) =>
    read(this.#client.decideTarget({ path: { runId }, body }));
  giveFeedback = (runId: string, body: GiveFeedbackRequest) =>
    read(this.#client.giveFeedback({ path: { runId }, body }));

  listApprovals = (query: ApprovalQuery = {}) =>
    items(this.#client.listApprovals({ query: given(query) }));
  getApproval = (approvalId: string) =>
    read(this.#client.getApproval({ path: { approvalId } }));
  decideApproval = (approvalId: string, body: ApprovalRequest) =>
    read(this.#client.decideApproval({ path: { approvalId }, body }));
  delegateApproval = (approvalId: string, body: DelegationRequest) =>
    read(this.#client.delegateApproval({ path: { approvalId }, body }));

  listDelegations = () => items(this.#client.listDelegations({}));
  endDelegation = async (delegationId: string) => {
    await accepted(this.#client.endDelegation({ path: { delegationId } }));
  };

  listOrbits = () => items(this.#client.listOrbits({}));
  listUpcomingSlots = (query: UpcomingQuery = {}) =>
    read(this.#client.listUpcomingSlots({ query: given(query) }));
  createOrbit = (body: CreateOrbitRequest, idempotencyKey: string) =>
    read(this.#client.createOrbit({ body, header: keyHeader(idempotencyKey) }));
  getOrbit = (orbitId: string) =>
    read(this.#client.getOrbit({ path: { orbitId } }));
  deleteOrbit = async (orbitId: string) => {
    await accepted(this.#client.deleteOrbit({ path: { orbitId } }));
  };
  pauseOrbit = (orbitId: string) =>
    read(this.#client.pauseOrbit({ path: { orbitId } }));
  resumeOrbit = (orbitId: string) =>
    read(this.#client.resumeOrbit({ path: { orbitId } }));
  runOrbit = (orbitId: string, idempotencyKey: string) =>
    read(
      this.#client.runOrbit({
        path: { orbitId },
        header: keyHeader(idempotencyKey),
      }),
    );
  listOrbitFindings = (orbitId: string) =>
    read(this.#client.listOrbitFindings({ path: { orbitId } }));

  async streamRun(options: StreamRunOptions): Promise<void> {
    const { runId, cursor, newestLines, signal, onOpen, onMessage } = options;
    const base = await this.#discoveryApi.getBaseUrl('missions');
    const query = newestLines === undefined ? '' : `?lines=${newestLines}`;
    const response = await accepted(
      this.#fetchApi.fetch(
        `${base}/runs/${encodeURIComponent(runId)}/stream${query}`,
        {
          signal,
          headers: {
            Accept: 'text/event-stream',
            ...(cursor && { 'Last-Event-ID': cursor }),
          },
        },
      ),
      'text/event-stream',
    );
    onOpen?.();
    if (!response.body) {
      return;
    }
    for await (const event of readEventStream(response.body)) {
      dispatch(event, onMessage);
    }
  }
}

function dispatch(
  { id: cursor, event, data }: ServerSentEvent,
  onMessage: StreamRunOptions['onMessage'],
) {
  if (event === 'event') {
    const told = visibleProse<RunEvent>(reviveDates(JSON.parse(data)));
    onMessage({ kind: 'event', event: told, cursor });
  } else if (event === 'log') {
    onMessage({ kind: 'log', line: reviveDates(JSON.parse(data)), cursor });
  }
}

/** The generated client sends header fields under the name they have here. */
function keyHeader(idempotencyKey: string): CreateRun['header'] {
  const header = { 'Idempotency-Key': idempotencyKey };
  return header as unknown as CreateRun['header'];
}

/** A query without what was not given: the API refuses empty values. */
function given<Q extends object>(query: Q): Q {
  return Object.fromEntries(
    Object.entries(query).filter(
      ([, value]) =>
        value !== undefined &&
        value !== '' &&
        !(Array.isArray(value) && value.length === 0),
    ),
  ) as Q;
}

/** An answer that came, whatever it says. */
async function answered<R>(request: Promise<R>): Promise<R> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') {
      throw error;
    }
    throw MissionsApiError.from(error);
  }
}

/** An answer that is no refusal and, where a type is given, of that type. */
async function accepted<R extends ApiAnswer & Pick<Response, 'headers'>>(
  request: Promise<R>,
  type = '',
): Promise<R> {
  const response = await answered(request);
  const isOfType = response.headers.get('Content-Type')?.includes(type);
  if (!response.ok || (type && !isOfType)) {
    throw MissionsApiError.of(await readRefusal(response));
  }
  return response;
}

async function read<T>(request: Promise<TypedResponse<T>>): Promise<T> {
  return visibleProse(await readRaw(request));
}

async function readRaw<T>(request: Promise<TypedResponse<T>>): Promise<T> {
  const response = await answered(request);
  const answer = await answered(readAnswer<T>(response));
  if ('refusal' in answer) {
    throw MissionsApiError.of(answer.refusal);
  }
  return reviveDates(answer.body);
}

async function items<T>(
  request: Promise<TypedResponse<{ items: T[] }>>,
): Promise<T[]> {
  return (await read(request)).items;
}
