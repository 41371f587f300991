import { useRef } from 'react';
import { ButtonLink } from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Orbit } from '@mission-control/plugin-missions-common';
import {
  EmptyState,
  Panel,
  StateGate,
  StatusMark,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { PageHead } from '../../shell/PageHead';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { useRowKeys } from '../../shell/useRowKeys';
import { missionsTranslationRef } from '../../translation';
import { OrbitsTable } from './OrbitsTable';
import { sumOf } from './orbitWords';

export interface OrbitsPageViewProps {
  orbits: ViewState<Orbit[]>;
  routes: MissionsRoutes;
}

/** What nobody looked at is as loud as what got worse. */
export function OrbitsPageView({ orbits, routes }: OrbitsPageViewProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const root = useRef<HTMLDivElement>(null);
  const currentId = useRowKeys(root);
  const title = () => {
    if (orbits.kind !== 'ready' || orbits.data.length === 0) {
      return t('orbits.title');
    }
    const total = orbits.data.length;
    const stuck = orbits.data.filter(
      ({ problem }) => problem?.kind === 'cannot_look',
    ).length;
    if (stuck > 0) {
      return t('orbits.titleStuck', { count: stuck, total: String(total) });
    }
    const late = orbits.data.filter(({ state }) =>
      ['late', 'down'].includes(state),
    ).length;
    return late > 0
      ? t('orbits.titleLate', { count: late, total: String(total) })
      : t('orbits.titleAll', { count: total });
  };
  const meta = () => {
    if (orbits.kind !== 'ready' || orbits.data.length === 0) {
      return undefined;
    }
    const { findings, regressed, fresh, fixed, blind, partly } = sumOf(
      orbits.data,
    );
    return [
      regressed > 0 && (
        <StatusMark tone="fail">
          {t('orbits.worseTotal', { count: regressed })}
        </StatusMark>
      ),
      fresh > 0 && t('orbits.changeNew', { number: String(fresh) }),
      fixed > 0 && (
        <StatusMark tone="ok">
          {t('orbits.changeFixed', { number: String(fixed) })}
        </StatusMark>
      ),
      findings > 0 && (
        <StatusMark tone="warn">
          {t('orbits.open', { count: findings })}
        </StatusMark>
      ),
      blind > 0 && (
        <StatusMark tone="unknown">
          {t('orbits.blind', { count: blind })}
        </StatusMark>
      ),
      partly > 0 && (
        <StatusMark tone="unknown">
          {t('orbits.partly', { count: partly })}
        </StatusMark>
      ),
    ];
  };
  const explorer = `${routes.explorer()}?type=orbit`;
  return (
    <div ref={root}>
      <PageHead
        title={title()}
        meta={meta()}
        polled={[orbits]}
        actions={
          <ButtonLink variant="secondary" href={explorer}>
            {t('orbits.find')}
          </ButtonLink>
        }
      />
      <Panel title={t('orbits.loading')}>
        <StateGate
          state={orbits}
          loadingLabel={t('orbits.loading')}
          errorMeaning={t('orbits.errorMeaning')}
        >
          {all =>
            all.length === 0 ? (
              <EmptyState
                icon={<RiRefreshLine />}
                title={t('orbits.emptyTitle')}
                action={
                  <ButtonLink variant="primary" href={explorer}>
                    {t('orbits.emptyAction')}
                  </ButtonLink>
                }
              >
                {t('orbits.emptyText')}
              </EmptyState>
            ) : (
              <OrbitsTable orbits={all} routes={routes} currentId={currentId} />
            )
          }
        </StateGate>
      </Panel>
    </div>
  );
}
