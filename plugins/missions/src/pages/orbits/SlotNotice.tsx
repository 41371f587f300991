import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Orbit, SlotState } from '@mission-control/plugin-missions-common';
import {
  Banner,
  RelativeTime,
  type Tone,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';

const notices = {
  queued: { tone: 'wait', title: 'orbits.slotQueued' },
  skipped: { tone: 'warn', title: 'orbits.slotSkipped' },
  missed: { tone: 'warn', title: 'orbits.slotMissed' },
  refused: { tone: 'fail', title: 'orbits.slotRefused' },
} as const satisfies Partial<Record<SlotState, { tone: Tone; title: string }>>;

/** Why the newest slot started nothing, unless it looked since. */
export function SlotNotice({ orbit }: { orbit: Orbit }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const slot = orbit.slots?.[0];
  if (
    !slot ||
    slot.state === 'due' ||
    slot.state === 'started' ||
    (orbit.lastRunAt && orbit.lastRunAt > slot.startsAt)
  ) {
    return null;
  }
  const { tone, title } = notices[slot.state];
  return (
    <Banner
      tone={tone}
      title={
        <>
          {t(title)} (<RelativeTime date={slot.slotAt} />)
        </>
      }
    >
      {slot.reason}
    </Banner>
  );
}
