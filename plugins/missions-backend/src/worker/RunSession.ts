import { createHmac, randomBytes } from 'node:crypto';
import {
  type ExpressionScope,
  type MissionSpec,
  canonicalJson,
} from '@mission-control/plugin-missions-common';
import { Masker } from '../sealing';
import {
  type RunRecord,
  type Store,
  type TargetRecord,
  openRunSecrets,
  readOutputs,
  readRun,
  readSteps,
} from '../store';

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
  readonly secretNames: readonly string[];
  readonly masker: Masker;
  /** HMAC-SHA256 (hex) with the run's key. */
  digest(value: unknown): string;
  /** The run whose mission and outputs an undo is about; the run itself otherwise. */
  readonly origin: RunRecord;
}

/** Opens a run for a worker. */
export async function openSession(
  store: Store,
  runId: string,
): Promise<RunSession> {
  const { db, sealer } = store;
  const run = (await readRun({ tx: db, runId }))!;
  let origin = run;
  while (origin.undoOf) {
    origin = (await readRun({ tx: db, runId: origin.undoOf }))!;
  }
  const { secrets } = await openRunSecrets({
    tx: db,
    sealer,
    runId: origin.id,
  });
  const { key = PROCESS_KEY } = await openRunSecrets({ tx: db, sealer, runId });
  return {
    run,
    origin,
    spec: await store.spec(run.missionRef, run.missionVersion),
    missionName: run.missionRef.split('/').at(-1)!,
    parameters: { ...origin.parameters, ...secrets },
    secretNames: Object.keys(secrets),
    masker: new Masker(Object.values(secrets)),
    digest: value =>
      createHmac('sha256', key).update(canonicalJson(value)).digest('hex'),
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

/** What expressions of a target may read, with the outputs so far. */
export function scopeOf(
  session: RunSession,
  target: TargetRecord,
  outputs: Readonly<Record<string, { output: unknown }>>,
  each?: { key: string; value: unknown },
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
    steps: outputs,
    each,
  };
}

/** Outputs that the mission calls secret are masked like secret parameters. */
export async function maskSealedOutputs(
  store: Store,
  session: RunSession,
  targetId: string,
): Promise<void> {
  const sealed = session.spec.steps.filter(step => step.sealed);
  if (sealed.length === 0) {
    return;
  }
  const outputs = await loadOutputs(store, session.origin.id, targetId);
  for (const step of sealed) {
    session.masker.add(outputs[step.id]?.output);
  }
}

/**
 * Outputs of a target's ended steps by the mission's step ids. A step with
 * `each` has a map from key to output.
 */
export async function loadOutputs(
  store: Store,
  runId: string,
  targetId: string,
): Promise<Record<string, { output: unknown }>> {
  const { db, sealer } = store;
  const opened = await readOutputs({ tx: db, sealer, runId, targetId });
  const outputs: Record<string, { output: any }> = {};
  for (const step of await readSteps({ tx: db, runId, targetId })) {
    const output = opened.get(step.stepId);
    if (output === undefined) {
      continue;
    }
    if (step.item) {
      outputs[step.sourceId] ??= { output: {} };
      outputs[step.sourceId].output[step.item.key] = output;
    } else {
      outputs[step.sourceId] = { output };
    }
  }
  return outputs;
}
