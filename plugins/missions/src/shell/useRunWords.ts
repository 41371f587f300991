import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { RunState } from '@mission-control/plugin-missions-common';
import {
  useStateWords,
  type Tone,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../translation';
import type { Look } from './lookOf';
import {
  standingOf,
  standingOn,
  standingTone,
  type KnownRun,
  type Standing,
} from './standing';

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
      case 'look':
        return lookWord(standing.look);
      case 'looked':
        return t('shell.looked');
      case 'held':
        return t('shell.held');
      default:
        return words.run(standing.state);
    }
  };
  return {
    tone: (run: KnownRun): Tone => standingTone(standingOf(run)),
    word: (run: KnownRun): string => standingWord(standingOf(run)),
    /** The same of one of its clusters. */
    on(
      run: KnownRun,
      target: { id: string; state: RunState },
    ): { tone: Tone; word: string } {
      const standing = standingOn(run, target);
      return { tone: standingTone(standing), word: standingWord(standing) };
    },
  };
}
