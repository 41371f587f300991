import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { missionsTranslationRef } from '../../translation';
import type { OutcomeFacts } from './outcomeFacts';

/** The target of a run that touches no cluster. */
const NO_CLUSTER = '-';

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
  return (facts: OutcomeFacts): { title: string; notes: string[] } => {
    const { done, others, passed, warned, skipped, kept, undoUntil } = facts;
    const counted = (
      count: number,
      one: 'run.checkOne' | 'run.skippedOne' | 'run.keptOne',
      many: 'run.checkMany' | 'run.skippedMany' | 'run.keptMany',
    ) => (count === 1 ? t(one) : t(many, { number: String(count) }));
    const list = (names: readonly string[]) => {
      const words = names.map(name =>
        name === NO_CLUSTER ? t('run.noClusterName') : name,
      );
      const last = words[words.length - 1];
      return words.length < 2
        ? last
        : t('run.listAnd', { first: words.slice(0, -1).join(', '), last });
    };
    const checks = [
      passed > 0 && counted(passed, 'run.checkOne', 'run.checkMany'),
      warned > 0 && t('run.preflightWarn', { number: String(warned) }),
    ].filter(Boolean);
    const good =
      done.length > 0 && t(doneKeys[facts.verb], { clusters: list(done) });
    const proved =
      checks.length > 0
        ? t('run.doneProof', { done: good || '', checks: checks.join(', ') })
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
        skipped > 0 && counted(skipped, 'run.skippedOne', 'run.skippedMany'),
        kept > 0 && counted(kept, 'run.keptOne', 'run.keptMany'),
        undoUntil &&
          t('run.undoPossible', {
            date: undoUntil.toLocaleString(undefined, {
              dateStyle: 'long',
              timeStyle: 'short',
            }),
          }),
      ].flatMap(note => note || []),
    };
  };
}
