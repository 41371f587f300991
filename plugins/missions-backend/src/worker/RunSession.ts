import { createHmac, randomBytes } from 'node:crypto';
import {
  type ExpressionScope,
  type MissionSpec,
  awaitedRoles,
  canonicalJson,
} from '@mission-control/plugin-missions-common';
import { Masker, type Sealer } from '../sealing';
import {
  type OutputRow,
  type RunRecord,
  type RunSecrets,
  type Store,
  type TargetRecord,
  openRunSecrets,
  readHiddenValues,
  openOutput,
  parseJson,
  readOutputRows,
  readRun,
  readTargets,
} from '../store';
import { DerivedSecrets } from './DerivedSecrets';

/** Only for runs without a sealing key: they hold no secret and write nothing. */
const PROCESS_KEY = randomBytes(32).toString('base64');

/** What a run's steps share: its mission, its secrets, its mask. */
export interface RunSession {
  readonly run: RunRecord;
  readonly spec: MissionSpec;
  /** Name without source. */
  readonly missionName: string;
  /** All parameters, secret ones too. */
  readonly parameters: Record<string, unknown>;
  /** Names of the parameters that are kept sealed. */
  readonly secretNames: readonly string[];
  readonly masker: Masker;
  /** What its expressions made of secrets. */
  readonly derived: DerivedSecrets;
  /** HMAC-SHA256 (hex) with the run's key. */
  digest(value: unknown): string;
  /** The run whose mission and outputs an undo is about; the run itself otherwise. */
  readonly origin: RunRecord;
  /** Names of the targets by role. */
  readonly roleTargets: Readonly<Record<string, readonly string[]>>;
}

/** Outputs by step id. */
export type StepOutputs = Record<string, { output: any }>;

/** What expressions may read of roles. */
export type RoleScope = NonNullable<ExpressionScope['roles']>;

/** Opens a run for a worker; what was sealed of it is open. */
export async function openSession(
  store: Store,
  run: RunRecord,
  own: RunSecrets,
): Promise<RunSession> {
  const { db, sealer } = store;
  let origin = run;
  while (origin.undoOf) {
    origin = (await readRun({ tx: db, runId: origin.undoOf }))!;
  }
  const { secrets } =
    origin === run
      ? own
      : await openRunSecrets({ tx: db, sealer, runId: origin.id });
  const { key = PROCESS_KEY } = own;
  const spec = await store.spec(run.missionRef, run.missionVersion);
  const masker = new Masker(await readHiddenValues(store, run, own.secrets));
  const digest = (value: unknown) =>
    createHmac('sha256', key).update(canonicalJson(value)).digest('hex');
  return {
    run,
    origin,
    spec,
    roleTargets: await readRoleTargets(store, spec, origin.id),
    missionName: run.missionRef.split('/').at(-1)!,
    parameters: { ...origin.parameters, ...secrets },
    secretNames: Object.keys(secrets),
    masker,
    derived: new DerivedSecrets({ masker, steps: spec.steps, digest }),
    digest,
  };
}

/** Parameters as the plan's hash holds them: secret ones as HMAC. */
export function hashedParameters(session: RunSession): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(session.parameters).map(([name, value]) => [
      name,
      session.secretNames.includes(name) ? session.digest(value) : value,
    ]),
  );
}

async function readRoleTargets(
  { db }: Store,
  { targets }: MissionSpec,
  runId: string,
): Promise<Record<string, string[]>> {
  const roles = Object.keys(targets?.roles ?? {});
  const members =
    roles.length > 0 ? await readTargets({ tx: db, runIds: [runId] }) : [];
  return Object.fromEntries(
    roles.map(role => [
      role,
      members
        .filter(target => target.role === role)
        .map(target => target.targetId),
    ]),
  );
}

/** What expressions of a target may read, with the outputs so far. */
export function scopeOf(
  session: RunSession,
  target: TargetRecord,
  values: {
    readonly outputs?: Readonly<Record<string, { output: unknown }>>;
    readonly each?: { key: string; value: unknown };
    readonly roles?: RoleScope;
  } = {},
): ExpressionScope {
  const { origin, spec, parameters } = session;
  return {
    parameters,
    declared: spec.parameters,
    target: {
      name: target.targetId,
      environment: target.clusterRef?.environment,
      role: target.role,
    },
    run: { id: origin.id, initiator: origin.initiator },
    mission: {
      name: session.missionName,
      ref: origin.missionRef,
      version: origin.missionVersion,
    },
    steps: values.outputs ?? {},
    each: values.each,
    roles:
      values.roles ??
      Object.fromEntries(
        Object.entries(session.roleTargets).map(([role, targets]) => [
          role,
          { steps: {}, targets },
        ]),
      ),
  };
}

/**
 * Outputs that the mission calls secret are masked like secret parameters,
 * those too that the target reads of other roles.
 */
export async function maskSealedOutputs(
  store: Store,
  session: RunSession,
  { targetId, role }: TargetRecord,
): Promise<void> {
  const sealed = session.spec.steps.filter(step => step.sealed);
  if (sealed.length === 0) {
    return;
  }
  const read = [...awaitedRoles(session.spec, role)].flatMap(
    awaited => session.roleTargets[awaited] ?? [],
  );
  for (const id of new Set([targetId, ...read])) {
    const outputs = await loadOutputs(store, session.origin.id, id);
    for (const step of sealed) {
      session.masker.add(outputs[step.id]?.output);
    }
  }
}

/**
 * Outputs of a target's ended steps by the mission's step ids. A step with
 * `each` has a map from key to output.
 */
export async function loadOutputs(
  { db, sealer }: Store,
  runId: string,
  targetId: string,
): Promise<StepOutputs> {
  return outputsOf(sealer, await readOutputRows({ tx: db, runId, targetId }));
}

/** The same of rows that are known. */
export function outputsOf(
  sealer: Sealer,
  rows: readonly OutputRow[],
): StepOutputs {
  const outputs: Record<string, { output: any }> = {};
  for (const row of rows) {
    const output = openOutput(sealer, row);
    const item = parseJson<{ key: string }>(row.item_json);
    if (output === undefined) {
      continue;
    }
    if (item) {
      outputs[row.source_id] ??= { output: {} };
      outputs[row.source_id].output[item.key] = output;
    } else {
      outputs[row.source_id] = { output };
    }
  }
  return outputs;
}
