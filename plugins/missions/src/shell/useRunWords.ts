import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { RunState } from '@mission-control/plugin-missions-common';
import {
  useStateWords,
  type Tone,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../translation';
import { clustersOf } from './clustersOf';
import type { Look } from './lookOf';
import {
  standingOf,
  standingOn,
  standingTone,
  type Standing,
} from './standing';
import type { KnownRun } from './KnownRun';
import { toneOrder } from './toneOrder';

/** How a cluster of a run is drawn. */
export interface ClusterMark {
  id: string;
  tone: Tone;
  word: string;
  /** Where somebody knows more than what is drawn: a list, of what an undo left. */
  vague: boolean;
}

/** How a run stands, as tone and word, for every list and page. */
export function useRunWords() {
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useStateWords();
  const lookWord = (look: Look): string => {
    switch (look.kind) {
      case 'found': {
        const found = t('shell.findings', { count: look.findings });
        return look.notAssessed > 0
          ? t('shell.foundPartly', {
              found,
              number: String(look.notAssessed),
            })
          : found;
      }
      case 'partly':
        return t('shell.noFindingPartly', { number: String(look.notAssessed) });
      case 'clean':
        return t('shell.noFindings');
      default:
        return t('shell.noVerdict');
    }
  };
  const standingWord = (standing: Standing): string => {
    switch (standing.kind) {
      case 'undone':
        return t('shell.takenBack');
      case 'kept':
        return t('shell.takenBackExcept', { count: standing.count });
      case 'keptSome':
        return t(
          standing.here
            ? 'shell.takenBackExceptSome'
            : 'shell.takenBackExceptSomewhere',
        );
      case 'plans':
        return t('shell.waitsPlans');
      case 'helpsItself':
        return words.run('blocked');
      case 'gate':
        return words.run('awaiting_approval');
      case 'children':
        return t('shell.childrenWait');
      case 'look':
        return lookWord(standing.look);
      case 'looked':
        return t('shell.looked');
      case 'held':
        return t('shell.held');
      case 'braked':
        return t(standing.by === 'freeze' ? 'brake.frozen' : 'brake.outside');
      default:
        return words.run(standing.state);
    }
  };
  const markOf = (standing: Standing) => ({
    tone: standingTone(standing),
    word: standingWord(standing),
    vague: standing.kind === 'keptSome' && !standing.here,
  });
  return {
    tone: (run: KnownRun): Tone => standingTone(standingOf(run)),
    word: (run: KnownRun): string => standingWord(standingOf(run)),
    /** The same of one of its clusters. */
    on: (
      run: KnownRun,
      target: { id: string; state: RunState },
    ): Omit<ClusterMark, 'id'> => markOf(standingOn(run, target)),
    /**
     * Its clusters, or those of the missions that it started, where it touches
     * none itself; of several missions on one cluster the loudest.
     */
    clusters(run: KnownRun): ClusterMark[] {
      const marks = new Map<string, ClusterMark>();
      for (const { id, of, target } of clustersOf(run)) {
        const mark = { id, ...markOf(standingOn(of, target)) };
        const known = marks.get(id);
        if (
          !known ||
          toneOrder.indexOf(mark.tone) < toneOrder.indexOf(known.tone)
        ) {
          marks.set(id, mark);
        }
      }
      return [...marks.values()];
    },
  };
}
