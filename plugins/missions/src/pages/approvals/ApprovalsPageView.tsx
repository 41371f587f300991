import { useRef } from 'react';
import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { RiShieldCheckLine } from '@remixicon/react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  EmptyState,
  Panel,
  StateGate,
  useHotkeys,
} from '@mission-control/plugin-missions-react';
import { PageHead } from '../../shell/PageHead';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { useRowKeys } from '../../shell/useRowKeys';
import { missionsTranslationRef } from '../../translation';
import { ApprovalsTable } from './ApprovalsTable';
import { DelegationsPanel } from './DelegationsPanel';
import type { ApprovalsPageData, ApprovalsShown } from './useApprovalsPage';
import styles from './Approvals.module.css';

export interface ApprovalsPageViewProps {
  page: ApprovalsPageData;
  routes: MissionsRoutes;
}

const shownKeys = {
  mine: 'approvals.mine',
  open: 'approvals.open',
  decided: 'approvals.decided',
  automatic: 'approvals.byRule',
} as const satisfies Record<ApprovalsShown, string>;

/** Open approvals first to those who may decide, then all, then the decided, and apart from them what rules decide every day. */
export function ApprovalsPageView({ page, routes }: ApprovalsPageViewProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const root = useRef<HTMLDivElement>(null);
  const currentId = useRowKeys(root);
  useHotkeys({
    a: () =>
      root.current
        ?.querySelector<HTMLElement>(
          `${currentId ? '[data-current] ' : ''}a[data-approve]`,
        )
        ?.click(),
  });
  const { shown, setShown, approvals } = page;
  const count =
    shown === 'mine' && approvals.kind === 'ready' ? approvals.data.length : 0;
  const title = () => {
    if (count === 0) {
      return t('approvals.title');
    }
    return t('approvals.titleOpen', { count });
  };
  return (
    <div ref={root}>
      <PageHead title={title()} polled={[approvals]} />
      <ToggleButtonGroup
        className={styles.shown}
        aria-label={t('approvals.filter')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[shown]}
        onSelectionChange={keys => setShown([...keys][0] as ApprovalsShown)}
      >
        {(Object.keys(shownKeys) as ApprovalsShown[]).map(key => (
          <ToggleButton className="mc-toggle" key={key} id={key} size="small">
            {t(shownKeys[key])}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Panel title={t(shownKeys[shown])} accent={count > 0}>
        <StateGate
          state={approvals}
          loadingLabel={t('approvals.loading')}
          errorMeaning={t('approvals.errorMeaning')}
        >
          {items =>
            items.length === 0 ? (
              <EmptyState
                icon={<RiShieldCheckLine />}
                title={
                  shown === 'mine'
                    ? t('approvals.emptyMineTitle')
                    : t('approvals.emptyTitle')
                }
              >
                {t('approvals.emptyMineText')}
              </EmptyState>
            ) : (
              <ApprovalsTable
                approvals={items}
                label={t(shownKeys[shown])}
                routes={routes}
                currentId={currentId}
              />
            )
          }
        </StateGate>
      </Panel>
      <DelegationsPanel routes={routes} />
    </div>
  );
}
