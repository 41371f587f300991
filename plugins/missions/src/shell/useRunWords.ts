import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { RunSummary } from '@mission-control/plugin-missions-common';
import {
  runStateMeta,
  useStateWords,
  type Tone,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../translation';
import { lookOf, type Look } from './lookOf';

const lookTones = {
  found: 'warn',
  partly: 'unknown',
  clean: 'ok',
  unknown: 'unknown',
} as const satisfies Record<Look['kind'], Tone>;

/** How a run stands, as tone and word: of an orbit that looked, what it found. */
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
  return {
    tone(run: RunSummary): Tone {
      if (isUndone(run)) {
        return 'idle';
      }
      if (leftSome(run)) {
        return 'warn';
      }
      const look = lookOf(run);
      return look ? lookTones[look.kind] : runStateMeta[run.state].tone;
    },
    word(run: RunSummary): string {
      if (isUndone(run)) {
        return t('shell.takenBack');
      }
      if (leftSome(run)) {
        return t('shell.takenBackExcept', { count: run.keptCount });
      }
      const look = lookOf(run);
      return look ? lookWord(look) : words.run(run.state);
    },
  };
}

/** An undo that left something is not simply a success. */
function leftSome(run: RunSummary): run is RunSummary & { keptCount: number } {
  return run.state === 'succeeded' && Boolean(run.keptCount);
}

/** What was proved then is not there any more. */
function isUndone({ state, undoneBy }: RunSummary): boolean {
  return state === 'succeeded' && undoneBy !== undefined;
}
