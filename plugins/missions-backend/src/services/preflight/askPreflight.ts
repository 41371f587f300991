import { randomBytes, createHmac } from 'node:crypto';
import {
  evaluate,
  evaluateCondition,
  isMissionError,
  MissionError,
  type CheckResult,
  type ClusterRef,
  type MissionCheckSpec,
  type MissionSpec,
  type MissionSummary,
} from '@mission-control/plugin-missions-common';
import type {
  BaseContext,
  ClusterClient,
} from '@mission-control/plugin-missions-node';
import type { Registry } from '../../registry';
import type { ClusterGuard } from '../../clusters';
import type { Masker } from '../../sealing';
import { askGuard } from './askGuard';

/** What one cluster is asked with. */
export interface PreflightQuestion {
  readonly registry: Registry;
  readonly mission: Pick<MissionSummary, 'ref' | 'name' | 'title' | 'version'>;
  readonly spec: MissionSpec;
  readonly parameters: Record<string, unknown>;
  readonly masker: Masker;
  readonly initiator: string;
  readonly cluster: ClusterRef;
  readonly role?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly version?: string;
  readonly guard: ClusterGuard;
  readonly client: ClusterClient;
  readonly signal: AbortSignal;
}

/**
 * Asks the guard and the preflight of a mission on one cluster. A check that throws could
 * not look, so its answer is `unknown`.
 */
export async function askPreflight(
  question: PreflightQuestion,
): Promise<CheckResult[]> {
  const { guard, registry, spec: mission, masker } = question;
  const refused = askGuard({
    guard,
    registry,
    steps: mission.steps,
    scope: scopeOf(question),
  });
  const results: CheckResult[] = refused ? [masker.mask(refused)] : [];
  for (const spec of mission.preflight) {
    const result = await askOne(question, spec);
    if (result) {
      results.push(result);
    }
  }
  return results;
}

async function askOne(
  question: PreflightQuestion,
  spec: MissionCheckSpec & { id: string },
): Promise<CheckResult | undefined> {
  const { masker, registry, cluster } = question;
  const startedAt = performance.now();
  const about = {
    id: spec.id,
    check: spec.check,
    title: spec.title,
    phase: 'preflight' as const,
    targetId: cluster.name,
    at: new Date(),
  };
  try {
    const scope = scopeOf(question);
    if (spec.if !== undefined && !evaluateCondition(spec.if, scope)) {
      return undefined;
    }
    const check = registry.check(spec.check);
    const parsed = check.schema.input.safeParse(
      evaluate(spec.input ?? {}, scope),
    );
    if (!parsed.success) {
      throw new MissionError(
        'ACTION_INPUT_INVALID',
        `Check '${spec.id}': ${parsed.error.issues
          .map(issue => `${issue.path.join('.')}: ${issue.message}`)
          .join('; ')}`,
      );
    }
    const outcome = await check.run(contextOf(question, spec.id, parsed.data));
    const remedy =
      outcome.remedy ??
      (spec.remedy && {
        ...spec.remedy,
        text: spec.remedy.text ?? `Run ${spec.remedy.mission}`,
      });
    return masker.mask({
      ...about,
      status: outcome.status,
      message: outcome.message,
      durationMs: Math.round(performance.now() - startedAt),
      evidence: outcome.evidence.map(item => ({ ...item, at: about.at })),
      ...(outcome.status !== 'pass' && remedy && { remedy }),
    });
  } catch (error) {
    const known = isMissionError(error) ? error : undefined;
    return {
      ...about,
      status: 'unknown',
      message: masker.text(
        known ? `${known.message} (${known.code})` : 'The check broke off',
      ),
      durationMs: Math.round(performance.now() - startedAt),
      evidence: [],
      ...(known && { remedy: { text: known.remedy } }),
    };
  }
}

function scopeOf(question: PreflightQuestion) {
  const { spec, parameters, cluster, role, labels, version, mission } =
    question;
  return {
    parameters,
    declared: spec.parameters,
    target: {
      name: cluster.name,
      environment: cluster.environment,
      labels,
      version,
      role,
    },
    run: { id: 'preflight', initiator: question.initiator },
    mission,
  };
}

function contextOf<TInput>(
  question: PreflightQuestion,
  stepId: string,
  input: TInput,
): BaseContext<TInput> {
  const { mission, initiator, cluster, role, client, masker, signal } =
    question;
  const key = randomBytes(32);
  const silent = () => {};
  return {
    input,
    run: {
      id: 'preflight',
      missionRef: mission.ref,
      missionName: mission.name,
      missionVersion: mission.version,
      initiator,
      demo: cluster.demo ?? false,
    },
    target: { id: cluster.name, role, cluster },
    stepId,
    cluster: client,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    signal,
    mask: value => masker.mask(value),
    digest: value =>
      createHmac('sha256', key)
        .update(JSON.stringify(value) ?? 'null')
        .digest('hex'),
    writeRefusal: () => ({
      code: 'STATE_REFUSED',
      message: 'Preflight writes nothing',
    }),
    checkChild: async () => {
      throw new MissionError('STATE_REFUSED', 'Preflight starts nothing');
    },
  };
}
