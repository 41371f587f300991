import { randomBytes, createHmac } from 'node:crypto';
import {
  dependencies,
  evaluate,
  evaluateCondition,
  isMissionError,
  MissionError,
  type CheckResult,
  type ClusterRef,
  type MissionCheckSpec,
  type MissionSpec,
  type MissionSummary,
  type SecretReading,
} from '@mission-control/plugin-missions-common';
import {
  guardWrites,
  type BaseContext,
  type ClusterClient,
} from '@mission-control/plugin-missions-node';
import { checkRemedy } from '../../engine/checkRemedy';
import type { Registry } from '../../registry';
import type { ClusterGuard } from '../../clusters';
import type { Masker } from '../../sealing';
import { readsUnknown } from '../runs';
import { askGuard } from './askGuard';

/** What one cluster is asked with, or a mission that has none. */
export interface PreflightQuestion {
  readonly registry: Registry;
  readonly mission: Pick<MissionSummary, 'ref' | 'name' | 'title' | 'version'>;
  readonly spec: MissionSpec;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Parameters whose value only the run will know. */
  readonly unknown: ReadonlySet<string>;
  readonly masker: Masker;
  readonly initiator: string;
  /** Absent for a mission that has no clusters of its own. */
  readonly on?: AskedCluster;
  readonly role?: string;
  readonly signal: AbortSignal;
}

/** A cluster that can be asked. */
export interface AskedCluster {
  readonly cluster: ClusterRef;
  readonly labels?: Readonly<Record<string, string>>;
  readonly version?: string;
  readonly guard: ClusterGuard;
  readonly client: ClusterClient;
}

/** Target of a mission that has no clusters of its own. */
const NOWHERE = '-';

/**
 * Asks the guard and the preflight of a mission on one cluster. A check that throws could
 * not look, so its answer is `unknown`.
 */
export async function askPreflight(
  question: PreflightQuestion,
): Promise<CheckResult[]> {
  const { on, registry, spec: mission, masker, unknown } = question;
  const refused =
    on &&
    askGuard({
      guard: on.guard,
      registry,
      steps: mission.steps,
      scope: scopeOf(question),
      unknown,
      secrets: secretsOf(question),
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
  const { masker, registry, on, unknown, mission } = question;
  const startedAt = performance.now();
  const about = {
    id: spec.id,
    check: spec.check,
    title: spec.title,
    phase: 'preflight' as const,
    targetId: on?.cluster.name ?? NOWHERE,
    at: new Date(),
  };
  if (
    readsUnknown(dependencies(spec.input ?? {}), unknown) ||
    (spec.if !== undefined &&
      readsUnknown(dependencies(spec.if, { bare: true }), unknown))
  ) {
    return {
      ...about,
      status: 'unknown',
      message: 'It reads a parameter that is known only while the run goes on',
      evidence: [],
    };
  }
  try {
    const scope = scopeOf(question);
    const secrets = secretsOf(question);
    if (spec.if !== undefined && !evaluateCondition(spec.if, scope, secrets)) {
      return undefined;
    }
    const check = registry.check(spec.check);
    const parsed = check.schema.input.safeParse(
      evaluate(spec.input ?? {}, scope, secrets),
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
    const remedy = checkRemedy(mission.ref, outcome.remedy, spec.remedy);
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

/** What is made of a secret is masked in the answers. */
function secretsOf({ masker }: PreflightQuestion): SecretReading {
  return {
    isSecret: value => masker.holds(value),
    derived: value => masker.add(value),
  };
}

function scopeOf(question: PreflightQuestion) {
  const { spec, parameters, on, role, mission } = question;
  return {
    parameters,
    declared: spec.parameters,
    target: {
      name: on?.cluster.name ?? NOWHERE,
      environment: on?.cluster.environment,
      labels: on?.labels,
      version: on?.version,
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
  const { mission, initiator, on, role, masker, signal } = question;
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
      demo: on?.cluster.demo ?? false,
    },
    target: { id: on?.cluster.name ?? NOWHERE, role, cluster: on?.cluster },
    stepId,
    get cluster(): ClusterClient {
      if (!on) {
        throw new MissionError(
          'CLUSTER_UNKNOWN',
          `Check '${stepId}' needs a cluster, and the mission has none`,
        );
      }
      return guardWrites(on.client, { who: `Check '${stepId}'` });
    },
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
