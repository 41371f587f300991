/**
 * The error catalogue: every code that the API, a run or the linter of runs can
 * answer with. `status` is the HTTP status where it reaches the API; `retry`
 * says whether a step may try again by itself. docs/errors.md is generated
 * from this table.
 *
 * @public
 */
export interface CatalogueEntry {
  readonly status: number;
  readonly retry: boolean;
  /** One sentence: when it happens. */
  readonly when: string;
  /** One sentence: what to do. */
  readonly remedy: string;
}

const entry = (
  status: number,
  retry: boolean,
  when: string,
  remedy: string,
): CatalogueEntry => Object.freeze({ status, retry, when, remedy });

/** code → meaning. @public */
export const errorCatalogue = {
  // Requests
  INPUT_INVALID: entry(
    400,
    false,
    'A request does not have the shape that the API asks for.',
    'Correct the field that the message names.',
  ),
  PARAMETER_INVALID: entry(
    400,
    false,
    'A parameter of the mission has a wrong type, is missing or is unknown.',
    'Correct the parameter that the message names; its rule is on the mission page.',
  ),
  PAYLOAD_TOO_LARGE: entry(
    413,
    false,
    'A body, an output or a mission file is larger than allowed.',
    'Make it smaller; the message names the limit.',
  ),
  NOT_FOUND: entry(
    404,
    false,
    'The thing does not exist, or you may not see it.',
    'Check the name, and ask for the permission to read it.',
  ),
  NOT_ALLOWED: entry(
    403,
    false,
    'You may not do this.',
    'Ask somebody who may, or ask for the permission that the message names.',
  ),
  UNAUTHENTICATED: entry(
    401,
    false,
    'The request has no credentials that the portal accepts.',
    'Reload the page and sign in again; programs send a valid token of Backstage.',
  ),
  CONFLICT: entry(
    409,
    false,
    'Somebody else was faster, or the state does not allow it.',
    'Reload, look at the new state and decide again.',
  ),
  IDEMPOTENCY_CONFLICT: entry(
    409,
    false,
    'The same Idempotency-Key came with a different request.',
    'Use a new key for a new request.',
  ),
  // Missions
  MISSION_INVALID: entry(
    422,
    false,
    'A mission file does not follow the format.',
    'Correct the places that the problem list names.',
  ),
  MISSION_DUPLICATE: entry(
    409,
    false,
    'Two files of one source have the same name.',
    'Rename one of them.',
  ),
  MISSION_CHANGED: entry(
    409,
    false,
    'The mission has another version than the one asked for.',
    'Reload the page and look at the new version.',
  ),
  MISSION_DRAFT: entry(
    409,
    false,
    'The mission is a draft, so only its plan can be made.',
    'Close its open points and set spec.lifecycle, or ask for the plan only.',
  ),
  ACTION_UNKNOWN: entry(
    422,
    false,
    'A step names an action that is not registered.',
    'Install the module that brings it, or correct the name.',
  ),
  CHECK_UNKNOWN: entry(
    422,
    false,
    'A check is not registered.',
    'Install the module that brings it, or correct the name.',
  ),
  EXPRESSION_FAILED: entry(
    422,
    false,
    'An expression could not be evaluated.',
    'Correct the expression that the message quotes.',
  ),
  ACTION_INPUT_INVALID: entry(
    422,
    false,
    'The input of a step or check does not fit: as the file has it when it is read, with expressions when they are evaluated.',
    'Correct the input that the message names.',
  ),
  SECRET_KEY_MISSING: entry(
    503,
    false,
    'No sealing key is configured, or not the one that sealed what is needed.',
    'Set missions.sealing.keys, with every key that was ever in it.',
  ),
  // Plan and approval
  PLAN_CHANGED: entry(
    409,
    false,
    'The plan is not the one that was approved.',
    'Look at the new plan and decide again.',
  ),
  PLAN_CONFLICT: entry(
    409,
    false,
    'Another owner manages what the plan would change.',
    'Change it at its owner, or take it over by an explicit line of the mission.',
  ),
  DRIFTED: entry(
    409,
    false,
    'The live object changed since the plan was approved.',
    'Look at the new difference and approve again.',
  ),
  APPROVAL_CLOSED: entry(
    409,
    false,
    'The approval was already decided.',
    'Reload the page.',
  ),
  APPROVAL_NOT_YOURS: entry(
    403,
    false,
    'The policy names other people for this approval.',
    'Ask one of the people that the approval names.',
  ),
  STATE_REFUSED: entry(
    409,
    false,
    'The run is in a state that does not allow this.',
    'Reload the page and look at the state.',
  ),
  RUN_OVERLAPS: entry(
    409,
    false,
    'Another run works on the same objects, or with the same mission on the same cluster, and this one does not wait for it.',
    'Wait until the run that the message names has ended, or cancel it; missions with `overlap: queue` wait by themselves.',
  ),
  UNDO_REFUSED: entry(
    409,
    false,
    'There is nothing that could be taken back, or it is running already.',
    'Look at the journal of the run.',
  ),
  // Guards
  CLUSTER_READ_ONLY: entry(
    403,
    false,
    'The cluster is not configured as writable.',
    'Set missions.clusters[].writable for it.',
  ),
  NAMESPACE_DENIED: entry(
    403,
    false,
    'Missions may not write to this namespace.',
    'Choose another namespace, or change the allow and deny lists of the cluster.',
  ),
  KIND_DENIED: entry(
    403,
    false,
    'Missions may not write this kind.',
    'Change the allow and deny lists of the cluster.',
  ),
  WRITE_NOT_DECLARED: entry(
    403,
    false,
    'An action or check would have written what its journal does not declare.',
    'Its author declares each write with ctx.journal.intend before it is sent.',
  ),
  WRITE_NOT_APPROVED: entry(
    403,
    false,
    'An action would have written what the approved plan of its step does not show.',
    'Its author shows each write in plan, or throws ReapprovalNeeded with it before it is declared.',
  ),
  WRITE_NOT_COMPLETED: entry(
    422,
    false,
    'An action ended without telling what became of a write that it declared.',
    'Look at the object; undo the run to take the write back. Its author ends each intent by ctx.journal.complete or refuse.',
  ),
  // Clusters
  CLUSTER_UNKNOWN: entry(
    404,
    false,
    'No provider knows a cluster of this name.',
    'Check the configuration of clusters.',
  ),
  CLUSTER_UNREACHABLE: entry(
    502,
    true,
    'The API server does not answer.',
    'Check network, address and whether the cluster runs.',
  ),
  CLUSTER_UNAUTHORIZED: entry(
    502,
    false,
    'The API server does not accept the credentials.',
    'Renew the credentials of the cluster in the configuration.',
  ),
  CLUSTER_FORBIDDEN: entry(
    502,
    false,
    'The acting identity may not do this on the cluster.',
    'Grant the verb on the resource that the message names.',
  ),
  CLUSTER_TLS: entry(
    502,
    false,
    'The certificate of the API server is not trusted.',
    'Configure the CA of the cluster.',
  ),
  CLUSTER_TIMEOUT: entry(
    504,
    true,
    'The API server did not answer in time.',
    'Try again; check the load of the API server.',
  ),
  CLUSTER_THROTTLED: entry(
    503,
    true,
    'The API server asks to slow down.',
    'Wait; it is tried again by itself.',
  ),
  CLUSTER_CHANGED: entry(
    409,
    false,
    'The cluster is not the one that was planned: the UID of kube-system differs.',
    'Start a new run.',
  ),
  CLUSTER_NOT_UNATTENDED: entry(
    422,
    false,
    'The cluster needs the credentials of a user at the keyboard.',
    'Configure a service account for it.',
  ),
  KUBERNETES_NOT_FOUND: entry(
    404,
    false,
    'The object does not exist on the cluster.',
    'Check name, namespace and kind.',
  ),
  KUBERNETES_INVALID: entry(
    422,
    false,
    'The API server refused the object.',
    'Correct the field that the message names.',
  ),
  KUBERNETES_CONFLICT: entry(
    409,
    true,
    'The object changed at the same moment.',
    'It is read and tried again by itself.',
  ),
  KUBERNETES_API_ABSENT: entry(
    404,
    false,
    'The cluster does not serve this API.',
    'Install the CRD, or use a version that the cluster serves.',
  ),
  KUBERNETES_SERVER_ERROR: entry(
    502,
    false,
    'The API server answered with an internal error.',
    'Read its message; a webhook may be down.',
  ),
  KUBERNETES_QUOTA: entry(
    409,
    false,
    'A quota of the namespace would be exceeded.',
    'Raise the quota, or ask for less.',
  ),
  NOT_SIMULATED: entry(
    501,
    false,
    'The demo cluster does not simulate this kind or call.',
    'Use a real cluster for it.',
  ),
  // Steps
  STEP_FAILED: entry(
    500,
    false,
    'A step failed.',
    'Open the step: its log and evidence say why.',
  ),
  STEP_TIMEOUT: entry(
    504,
    false,
    'A step made no progress within its time limit.',
    'Look at what was still moving, then retry.',
  ),
  CHECK_FAILED: entry(
    422,
    false,
    'A check of the outcome did not pass.',
    'Open its evidence.',
  ),
  NOT_READY: entry(
    422,
    false,
    'A workload cannot become ready.',
    'Look at the failing object.',
  ),
  HTTP_FAILED: entry(
    502,
    true,
    'An HTTP address did not answer as expected.',
    'Check the address and what it answers.',
  ),
  ADDRESS_DENIED: entry(
    403,
    false,
    'The address is a loopback, link-local or cloud metadata one.',
    'Allow it in missions.http.allow.',
  ),
  INTERRUPTED: entry(
    500,
    true,
    'The process that ran the step ended.',
    'Another one takes over by itself.',
  ),
  // Instance
  BACKEND_NOT_READY: entry(
    503,
    false,
    'The backend of the portal starts or ends.',
    'Wait a few seconds, then send it again.',
  ),
  NO_ANSWER: entry(
    504,
    false,
    'Nothing answered: the way to the backend is broken, or it does not run.',
    'Check the network and that the backend is up; runs continue once a backend runs.',
  ),
  FOREIGN_ANSWER: entry(
    502,
    false,
    'The answer did not come from Mission Control, but from something before it, such as a proxy.',
    'Reload the page in case a sign-in has ended; else look whether the backend has the plugin missions and where backend.baseUrl leads.',
  ),
  INTERNAL: entry(
    500,
    false,
    'Something happened in the portal that it does not expect.',
    'Try again; the log of the backend says more to the people who run the portal.',
  ),
  DATABASE_BUSY: entry(
    503,
    false,
    'Another process uses the same SQLite file.',
    'Stop it, or use PostgreSQL for several replicas.',
  ),
  DATABASE_UNAVAILABLE: entry(
    503,
    false,
    'The database of the portal cannot be written or reached.',
    'Do what the message says about the database, then send the request again.',
  ),
  SCHEMA_NEWER: entry(
    503,
    false,
    'The database, or something in it, was made by a version that this process does not know.',
    'Replace this process by the version that the message names, or a later one.',
  ),
  TOO_MANY: entry(
    429,
    false,
    'A limit of count was reached.',
    'Wait, or narrow the request.',
  ),
} as const satisfies Record<string, CatalogueEntry>;

/** @public */
export type ErrorCode = keyof typeof errorCatalogue;
