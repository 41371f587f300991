import { useState } from 'react';
import { Button } from '@backstage/ui';
import {
  RiDeleteBinLine,
  RiPauseLine,
  RiPlayLine,
  RiRefreshLine,
} from '@remixicon/react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { orbitUpdatePermission } from '@mission-control/plugin-missions-common';
import {
  orbitStateMeta,
  PersonChip,
  RelativeTime,
  SegmentBar,
  StatusMark,
} from '@mission-control/plugin-missions-react';
import { DemoTag } from '../../shell/DemoTag';
import type { Polled } from '../../shell/PageAge';
import { PageHead } from '../../shell/PageHead';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { usePermitted } from '../../shell/usePermitted';
import { WithReason } from '../../shell/WithReason';
import { missionsTranslationRef } from '../../translation';
import { DisableOrbitDialog } from './DisableOrbitDialog';
import { coverageOf, verdictTone, waitsForDecision } from './orbitWords';
import { useOrbitWords } from './useOrbitWords';
import type { OrbitPageData } from './useOrbitPage';
import styles from './Orbits.module.css';

export interface OrbitHeadProps {
  page: OrbitPageData;
  polled: readonly Polled[];
  routes: MissionsRoutes;
}

/** Verdict, coverage, last and next look; look now, pause or disable. */
export function OrbitHead({ page, polled, routes }: OrbitHeadProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useOrbitWords();
  const { orbit, look, pause, resume, disable } = page;
  const [disabling, setDisabling] = useState(false);
  const updating = usePermitted(orbitUpdatePermission, [orbit.missionRef]);
  const refused = updating.none;
  const coverage = coverageOf(orbit.verdict);
  const paused = orbit.paused || orbit.state === 'paused';
  const unable = whyUnable();
  const state = orbitStateMeta[orbit.state];
  const unseen = words.unseen(orbit);
  return (
    <PageHead
      crumbs={[
        { label: t('orbits.crumb'), href: routes.orbits() },
        { label: orbit.title },
      ]}
      title={orbit.title}
      mark={
        <>
          <StatusMark tone={verdictTone(orbit)} pill>
            {words.verdict(orbit)}
          </StatusMark>
          {unseen && (
            <StatusMark tone="unknown" pill>
              {unseen}
            </StatusMark>
          )}
          <DemoTag demo={orbit.lastRun?.demo} />
        </>
      }
      meta={[
        <StatusMark tone={state.tone}>{words.state(orbit)}</StatusMark>,
        words.schedule(orbit),
        coverage !== undefined && (
          <>
            {t('orbits.coverage')}
            <span className={styles.coverage}>
              <SegmentBar
                label={`${coverage} %`}
                segments={[
                  { tone: 'run' as const, weight: coverage, done: 1 },
                  { tone: 'unknown' as const, weight: 100 - coverage },
                ].filter(({ weight }) => weight > 0)}
              />
            </span>
            <b>{coverage} %</b>
            {coverage < 100 &&
              t('orbits.notAssessed', { percent: String(100 - coverage) })}
          </>
        ),
        orbit.lastRunAt && (
          <>
            {t('orbits.last')}{' '}
            <b>
              <RelativeTime date={orbit.lastRunAt} />
            </b>
          </>
        ),
        !paused && orbit.nextRunAt && (
          <>
            {t('orbits.next')}{' '}
            <b>
              <RelativeTime due date={orbit.nextRunAt} />
            </b>
          </>
        ),
        <>
          {t('orbits.runsFor')} <PersonChip entityRef={orbit.owner} />
        </>,
      ]}
      polled={polled}
      actions={
        <WithReason
          reason={
            refused
              ? t('shell.denied', { permission: orbitUpdatePermission.name })
              : unable
          }
        >
          <Button
            variant="secondary"
            isDisabled={refused}
            iconStart={paused ? <RiPlayLine /> : <RiPauseLine />}
            isPending={pause.pending || resume.pending}
            onPress={() => (paused ? resume.run() : pause.run())}
          >
            {paused ? t('orbits.resume') : t('orbits.pause')}
          </Button>
          <Button
            variant="secondary"
            isDisabled={refused}
            iconStart={<RiDeleteBinLine />}
            onPress={() => setDisabling(true)}
          >
            {t('orbits.disable')}
          </Button>
          <Button
            variant="primary"
            isDisabled={refused || unable !== undefined}
            iconStart={<RiRefreshLine />}
            isPending={look.pending}
            onPress={() => look.run()}
          >
            {lookWords()}
          </Button>
          {disabling && (
            <DisableOrbitDialog
              orbit={orbit.title}
              disable={disable}
              onClose={() => setDisabling(false)}
            />
          )}
        </WithReason>
      }
    />
  );

  function whyUnable(): string | undefined {
    if (orbit.problem?.kind === 'cannot_look') {
      return orbit.problem.message;
    }
    return waitsForDecision(orbit) ? t('orbits.waitsForDecision') : undefined;
  }

  function lookWords(): string {
    const { targets } = orbit;
    if (targets.length === 0) {
      return t('orbits.runHere');
    }
    return targets.length === 1
      ? t('orbits.runOne', { cluster: targets[0].cluster })
      : t('orbits.runMany', { number: String(targets.length) });
  }
}
