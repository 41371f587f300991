import {
  type CheckResult,
  proofSources,
  roleStepsOfOutcome,
} from '@mission-control/plugin-missions-common';
import {
  type ProofAnswer,
  type ProofVerdict,
  verdictOfChecks,
  verdictOfOutcome,
} from '../engine';
import {
  type TargetRecord,
  clearEvidence,
  insertEvidence,
  moveTarget,
  readEvidence,
  readSteps,
  saveFindings,
} from '../store';
import { type AskedCheck, askCheck } from './askCheck';
import { askUntilSettled } from './askUntilSettled';
import { ClusterWatch } from './ClusterWatch';
import { barrierNow, loadScope } from './stepScope';
import type { TargetSession } from './TargetSession';
import { toFindings } from './toFindings';
import { waitTeller } from './waitTeller';

const answerOf = ({ result }: { result: CheckResult }): ProofAnswer => ({
  id: result.id,
  title: result.title,
  status: result.status,
  message: result.message,
});

/**
 * Asks for the proof of the outcome: the mission's checks on the cluster, an
 * orbit's checks for findings, or, for an undo and for a sequence, what its
 * steps read back.
 */
export async function verifyTarget(
  session: TargetSession,
  target: TargetRecord,
): Promise<void> {
  const { spec, run } = session.session;
  const reads = run.undoOf ? [] : roleStepsOfOutcome(spec);
  const barrier = await barrierNow(session, reads);
  if (barrier.kind === 'lost') {
    await endUnknown(session, barrier.reason);
    return;
  }
  const watch = ClusterWatch.start(session, target);
  try {
    const before = await watch.ask();
    const asked = before ? undefined : await ask(session, target, watch.signal);
    if (session.held.signal.aborted) {
      return;
    }
    // What another cluster than the planned one answered proves nothing.
    const change = before ?? (await watch.ask());
    if (change) {
      await endUnknown(session, `${change.message} (${change.code})`);
      return;
    }
    await conclude(session, target, asked!);
  } finally {
    watch.stop();
  }
}

async function endUnknown(
  session: TargetSession,
  reason: string | undefined,
): Promise<void> {
  await session.commit(async (change, target) => {
    await moveTarget({ change, target, event: 'verify_unknown', reason });
  });
}

/** What the checks of a mission, and those of an orbit, answered. */
interface Answers {
  readonly proofs: readonly AskedCheck[];
  readonly looks: readonly AskedCheck[];
}

async function ask(
  session: TargetSession,
  target: TargetRecord,
  changed: AbortSignal,
): Promise<Answers> {
  const { spec, run } = session.session;
  if (run.undoOf) {
    return { proofs: [], looks: [] };
  }
  const common = {
    session,
    target,
    scope: await loadScope(session, target, {
      reads: roleStepsOfOutcome(spec),
    }),
    signal: AbortSignal.any([session.held.signal, changed]),
  };
  const proofs = await askUntilSettled({
    ...common,
    checks: spec.verify.map(check => ({ spec: check, id: check.id })),
    phase: 'verify',
    onWaiting: waitTeller(session),
  });
  // A look says how it is now, so it waits for nothing to settle.
  const looks: AskedCheck[] = [];
  for (const check of spec.checks) {
    const about = { spec: check, id: check.id, phase: 'check' } as const;
    const asked = await askCheck({ ...common, ...about });
    if (asked) {
      looks.push(asked);
    }
  }
  return { proofs, looks };
}

async function conclude(
  session: TargetSession,
  target: TargetRecord,
  { proofs, looks }: Answers,
): Promise<void> {
  const { spec, run } = session.session;
  const verdict = await judge(session, target, proofs, looks);
  await session.commit(
    async (change, current) => {
      const { targetId } = current;
      const results = [...proofs, ...looks].map(asked => asked.result);
      await clearEvidence({ change, targetId, phases: ['verify', 'check'] });
      await insertEvidence({ change, targetId, results });
      if (spec.checks.length > 0 && !run.undoOf) {
        const checks = spec.checks.map(check => check.id);
        const asked = looks.map(({ result }) => result.id);
        await saveFindings({
          change,
          target: current,
          findings: looks.flatMap(look =>
            toFindings({
              missionRef: run.missionRef,
              target,
              check: spec.checks.find(({ id }) => id === look.result.id)!,
              look,
            }),
          ),
          checks,
          skipped: checks.filter(check => !asked.includes(check)),
          notAssessed: looks
            .filter(look => look.result.status === 'unknown')
            .map(look => look.result.id),
        });
      }
      await moveTarget({
        change,
        target: current,
        event: verdict.event,
        reason: verdict.reason,
        data: { checks: results.map(({ id, status }) => ({ id, status })) },
      });
    },
    { later: true },
  );
}

async function judge(
  session: TargetSession,
  target: TargetRecord,
  proofs: readonly AskedCheck[],
  looks: readonly AskedCheck[],
): Promise<ProofVerdict> {
  const { spec, run } = session.session;
  if (run.undoOf) {
    const told = await evidenceOfSteps(session, target, 'undo');
    return isNothing(told)
      ? { event: 'verify_unknown', reason: nothingTakenBack(told) }
      : verdictOfChecks(told);
  }
  const onCluster = target.cluster !== undefined;
  return verdictOfOutcome(spec, onCluster, {
    checks: looks.map(answerOf),
    verify: proofs.map(answerOf),
    steps: proofSources(spec, onCluster).includes('steps')
      ? await evidenceOfSteps(session, target, 'step')
      : [],
  });
}

/** An undo of which every step kept all: not a success, whoever chose so. */
function isNothing(told: readonly ProofAnswer[]): boolean {
  return told.length > 0 && told.every(({ status }) => status === 'warn');
}

function nothingTakenBack(told: readonly ProofAnswer[]): string {
  return `Nothing was taken back; ${told
    .map(({ message }) => message)
    .join('; ')}`;
}

/** The newest evidence of each step that wrote; what failed and was repeated is history. */
async function evidenceOfSteps(
  session: TargetSession,
  target: TargetRecord,
  phase: CheckResult['phase'],
): Promise<ProofAnswer[]> {
  const { db } = session.store;
  const runId = session.session.run.id;
  const { targetId } = target;
  const steps = await readSteps({ tx: db, runId, targetId });
  const evidence = await readEvidence({ tx: db, runId, targetId });
  return steps
    .filter(step => step.effect === 'write' && step.state === 'succeeded')
    .flatMap(step => {
      const last = evidence.findLast(
        item => item.stepId === step.stepId && item.result.phase === phase,
      );
      return last ? [answerOf(last)] : [];
    });
}
