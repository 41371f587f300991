import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { exactTime } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import type { OutcomeFacts } from './outcomeFacts';
import { useNameList } from './useNameList';

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
  inconclusive: 'run.otherInconclusive',
  cancelled: 'run.otherCancelled',
} as const;

/** The outcome of a run: a sentence, and what else there is to know. */
export function useOutcomeText() {
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
    const good =
      done.length > 0 && t(doneKeys[facts.verb], { clusters: list(done) });
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
      t(otherKeys[state], { clusters: list(names) }),
    );
    return {
      title: [good && proved, ...bad]
        .filter(Boolean)
        .map(sentence => `${sentence}.`)
        .join(' '),
      notes: [
        skipped > 0 && t('run.skipped', { count: skipped }),
        kept > 0 && t('run.kept', { count: kept }),
        undoUntil && t('run.undoPossible', { date: exactTime(undoUntil) }),
      ].flatMap(note => note || []),
    };
  };
}
