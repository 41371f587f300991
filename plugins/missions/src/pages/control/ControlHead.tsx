import { Button } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  RelativeTime,
  SegmentBar,
  StatusMark,
  useStateWords,
  type Tone,
} from '@mission-control/plugin-missions-react';
import { PageHead } from '../../shell/PageHead';
import { WithReason } from '../../shell/WithReason';
import { missionsTranslationRef } from '../../translation';
import {
  missingParts,
  type ControlPart,
  type ControlParts,
} from './controlParts';
import { countTones, oldestCheck, type Tile } from './fleet';

/** Tones that call for a person: it failed, it waits, or nobody knows. */
const NEEDY: ReadonlySet<Tone> = new Set(['fail', 'wait', 'warn', 'unknown']);

export interface ControlHeadProps {
  tiles: readonly Tile[];
  parts: ControlParts;
  /** Why the person who looks may start nothing. */
  refusal?: string;
  onStart(): void;
}

/** The fleet in one sentence, by tone, and how old that is. */
export function ControlHead(props: ControlHeadProps) {
  const { tiles, parts, refusal, onStart } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const states = useStateWords();
  const busy = tiles.filter(tile => tile.tone === 'run').length;
  const need = tiles.filter(({ tone }) => NEEDY.has(tone)).length;
  const total = String(tiles.length);
  const counts = countTones(tiles);
  const checked = oldestCheck(tiles);
  const missing = missingParts(parts);
  const named = (all: readonly ControlPart[]) =>
    all.map(part => t(`control.part.${part}`)).join(', ');
  const title = () => {
    if (need > 0) {
      return t('control.titleNeed', { count: need, total });
    }
    return busy > 0
      ? t('control.titleBusy', { count: busy, total })
      : t('control.titleCalm', { count: tiles.length });
  };
  const words = counts.map(
    ({ tone, count }) => `${count} ${states.tone(tone)}`,
  );
  return (
    <>
      <PageHead
        title={title()}
        meta={[
          ...counts.map(({ tone }, index) => (
            <StatusMark key={tone} tone={tone} still>
              {words[index]}
            </StatusMark>
          )),
          checked && (
            <>
              {t('control.asked')} <RelativeTime date={checked} />
            </>
          ),
          missing.unanswered.length > 0 && (
            <StatusMark tone="unknown" still>
              {t('control.partsUnanswered', {
                parts: named(missing.unanswered),
              })}
            </StatusMark>
          ),
          missing.denied.length > 0 &&
            t('control.partsDenied', { parts: named(missing.denied) }),
        ]}
        polled={Object.values(parts).flat()}
        actions={
          <WithReason reason={refusal}>
            <Button
              variant="primary"
              isDisabled={refusal !== undefined}
              onPress={onStart}
            >
              {t('control.start')}
            </Button>
          </WithReason>
        }
      />
      <SegmentBar
        height={8}
        label={`${t('control.fleet')}: ${words.join(', ')}`}
        segments={counts.map(({ tone, count }) => ({
          tone,
          weight: count,
          done: 1,
        }))}
      />
    </>
  );
}
