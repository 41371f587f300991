import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { exactTime, objectName } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import type { OutcomeFacts } from './outcomeFacts';
import { useNameList } from './useNameList';
import type { SequenceName } from './useSequenceName';

const doneKeys = {
  undone: 'run.doneUndone',
  planned: 'run.donePlanned',
  install: 'run.doneInstall',
  fix: 'run.doneFix',
  orbit: 'run.doneOrbit',
  sequence: 'run.doneSequence',
} as const;
const otherKeys = {
  failed: 'run.otherFailed',
  unseen: 'run.otherUnseen',
  inconclusive: 'run.otherInconclusive',
  cancelled: 'run.otherCancelled',
} as const;
const ownDoneKeys = {
  undone: 'sequence.undone',
  planned: 'sequence.planned',
  install: 'sequence.done',
  fix: 'sequence.done',
  orbit: 'sequence.done',
  sequence: 'sequence.done',
} as const;
const ownOtherKeys = {
  failed: 'sequence.failed',
  unseen: 'sequence.inconclusive',
  inconclusive: 'sequence.inconclusive',
  cancelled: 'sequence.cancelled',
} as const;

/** More objects than this that an undo left are in their panel alone. */
const KEPT_NAMED = 10;

/** The outcome of a run: a sentence, and what else there is to know. */
export function useOutcomeText(
  /** The run is a sequence, which has no cluster to be named. */
  sequence?: SequenceName,
) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const list = useNameList();
  return (
    facts: OutcomeFacts,
    /** What an orbit's look found, in words. */
    verdict?: string,
  ): { title: string; notes: string[] } => {
    const { done, others, passed, warned, skipped, kept, undoUntil } = facts;
    const checks = [
      passed > 0 && t('run.checks', { count: passed }),
      warned > 0 && t('run.preflightWarn', { number: String(warned) }),
    ].filter(Boolean);
    const good = done.length > 0 && doneText(facts);
    const changes = [
      facts.look?.new &&
        t('run.verdictNew', { number: String(facts.look.new) }),
      facts.look?.regressed &&
        t('run.verdictWorse', { number: String(facts.look.regressed) }),
      facts.look?.fixed &&
        t('run.verdictFixed', { number: String(facts.look.fixed) }),
    ].filter(Boolean);
    const proof = verdict ? [verdict, ...changes] : checks;
    const proved =
      proof.length > 0
        ? t('run.doneProof', { done: good || '', checks: proof.join(', ') })
        : good;
    const bad = others.map(({ state, names }) =>
      sequence
        ? t(ownOtherKeys[state], sequence)
        : t(otherKeys[state], { clusters: list(names) }),
    );
    const written = facts.written ?? [];
    const wrote = written.filter(({ left }) => left > 0);
    const untouched = written.filter(({ ever }) => !ever);
    return {
      title: [
        good && proved,
        good && facts.changedNothing && t('run.doneNothing'),
        ...bad,
      ]
        .filter(Boolean)
        .map(sentence => `${sentence}.`)
        .join(' '),
      notes: [
        ...wrote.map(({ targetId, left }) =>
          t(
            facts.undoing.includes(targetId)
              ? 'run.writtenGoes'
              : 'run.writtenStays',
            { cluster: targetId, count: left },
          ),
        ),
        untouched.length > 0 &&
          t('run.writtenNothing', {
            clusters: list(untouched.map(({ targetId }) => targetId)),
          }),
        skipped > 0 && t('run.skipped', { count: skipped }),
        ...kept.slice(0, KEPT_NAMED).map(({ targetId, object, reason }) =>
          sequence
            ? t('sequence.kept', { object: objectName(object), reason })
            : t('run.keptOn', {
                object: objectName(object),
                cluster: targetId,
                reason,
              }),
        ),
        kept.length > KEPT_NAMED &&
          t('run.keptMore', { count: kept.length - KEPT_NAMED }),
        undoUntil && t('run.undoPossible', { date: exactTime(undoUntil) }),
      ].flatMap(note => note || []),
    };
  };

  function doneText(facts: OutcomeFacts): string {
    const { done, kept, verb, changedNothing } = facts;
    const count = kept.length;
    if (sequence) {
      return count > 0
        ? t('sequence.undoneExcept', { count })
        : t(ownDoneKeys[verb], sequence);
    }
    const clusters = list(done);
    if (changedNothing) {
      return t('run.doneVerified', { clusters });
    }
    return count > 0
      ? t('run.doneUndoneExcept', { clusters, count })
      : t(doneKeys[verb], { clusters });
  }
}
