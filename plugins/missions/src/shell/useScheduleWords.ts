import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Orbit } from '@mission-control/plugin-missions-common';
import { missionsTranslationRef } from '../translation';
import { timeZoneName } from './timeZoneName';

const cadenceKeys = {
  hourly: 'orbits.hourly',
  daily: 'orbits.daily',
  weekly: 'orbits.weekly',
  monthly: 'orbits.monthly',
} as const;

/** When the slots of a schedule come, in words. */
export function useScheduleWords() {
  const { t } = useTranslationRef(missionsTranslationRef);
  return ({
    cadence,
    cron,
    timeZone = 'Etc/UTC',
  }: Partial<Orbit['schedule']>): string =>
    cadence
      ? t(cadenceKeys[cadence], { timeZone: timeZoneName(timeZone) })
      : t('orbits.cron', {
          cron: cron ?? '',
          timeZone: timeZoneName(timeZone),
        });
}
