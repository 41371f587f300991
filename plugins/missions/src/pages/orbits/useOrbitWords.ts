import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Orbit } from '@mission-control/plugin-missions-common';
import { useStateWords } from '@mission-control/plugin-missions-react';
import { useScheduleWords } from '../../shell/useScheduleWords';
import { missionsTranslationRef } from '../../translation';
import { severityOrder } from './findings';
import { hasNotLooked, isFirstLook, unseenOf } from './orbitWords';

/** Schedule, state and verdict of an orbit in words. */
export function useOrbitWords() {
  const { t } = useTranslationRef(missionsTranslationRef);
  const scheduleWords = useScheduleWords();
  const states = useStateWords();
  return {
    schedule: ({ schedule }: Pick<Orbit, 'schedule'>) =>
      scheduleWords(schedule),
    /** One that is down because something is gone may have looked until then. */
    state: ({ state, problem }: Pick<Orbit, 'state' | 'problem'>) =>
      state === 'down' && problem?.kind === 'cannot_look'
        ? t('orbits.stateCannotLook')
        : states.orbit(state),
    verdict(orbit: Orbit): string {
      const { verdict, outcome } = orbit;
      if (!verdict || !outcome) {
        return hasNotLooked(orbit)
          ? t('orbits.verdictNone')
          : t('orbits.verdictHidden');
      }
      if (outcome === 'did_not_look') {
        return t('orbits.verdictUnknown');
      }
      const { findings, regressed = 0 } = verdict;
      if (regressed > 0) {
        return t('orbits.verdictRegressed', { number: String(regressed) });
      }
      if (findings === 0) {
        return t('orbits.verdictClean');
      }
      const worst = severityOrder.find(each => each === verdict.worst);
      return worst
        ? t('orbits.verdictWorst', {
            count: findings,
            severity: states.severity(worst),
          })
        : t('orbits.verdictFindings', { count: findings });
    },
    /** What nobody could see in a look that saw a part. */
    unseen(orbit: Orbit): string | undefined {
      const number = unseenOf(orbit);
      return number > 0
        ? t('orbits.verdictUnseen', { number: String(number) })
        : undefined;
    },
    /** What the verdict does not say: how many there are, what came and went since the run before. */
    changes(orbit: Orbit): string[] {
      const { verdict, outcome } = orbit;
      if (!verdict || !outcome || outcome === 'did_not_look') {
        return [];
      }
      if (isFirstLook(orbit)) {
        return [t('orbits.firstLook')];
      }
      const { findings, regressed = 0, new: fresh = 0, fixed = 0 } = verdict;
      return [
        regressed > 0 && t('orbits.verdictFindings', { count: findings }),
        fresh > 0 && t('orbits.changeNew', { number: String(fresh) }),
        fixed > 0 && t('orbits.changeFixed', { number: String(fixed) }),
      ].filter(words => words !== false);
    },
  };
}
