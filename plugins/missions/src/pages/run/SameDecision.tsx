import {
  RiArrowGoBackLine,
  RiCloseCircleLine,
  RiRefreshLine,
} from '@remixicon/react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Banner, DecisionBar } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import type { RunDialog } from './RunDialogs';
import { undoUnderWay } from './undoUnderWay';
import { useNameList } from './useNameList';
import type { RunPageData } from './useRunPage';

export interface SameDecisionProps {
  page: RunPageData;
  onDialog(dialog: RunDialog): void;
}

/** Where several clusters wait for a decision: the same one for all of them. */
export function SameDecision({ page, onDialog }: SameDecisionProps) {
  const { run, actions } = page;
  const { t } = useTranslationRef(missionsTranslationRef);
  const list = useNameList();
  const waiting = run.targetsDetail.filter(
    ({ state }) => state === 'needs_decision',
  );
  const targetIds = waiting.map(({ id }) => id);
  const count = targetIds.length;
  // Where nothing was changed there is nothing to take back.
  const changedIds = waiting
    .filter(({ undoable }) => undoable)
    .map(({ id }) => id);
  if (count < 2 || !run.allowed.includes('decide')) {
    return null;
  }
  return (
    <Banner
      tone="wait"
      title={t('run.decideMany', { clusters: list(targetIds), count })}
      actions={
        <DecisionBar
          label={t('run.decideManyOffers')}
          decisions={[
            {
              id: 'retry',
              label: t('run.retryMany', { count }),
              icon: <RiRefreshLine />,
              pending: actions.decide.pending,
              onDecide: () =>
                actions.decide.run(
                  ...targetIds.map(targetId => ({
                    targetId,
                    decision: 'retry' as const,
                  })),
                ),
            },
            ...(undoUnderWay(run) || changedIds.length === 0
              ? []
              : [
                  {
                    id: 'undo',
                    label: t('run.undoMany', { count: changedIds.length }),
                    icon: <RiArrowGoBackLine />,
                    onDecide: () =>
                      onDialog({ kind: 'undoTargets', targetIds: changedIds }),
                  },
                ]),
            {
              id: 'close',
              label: t('run.closeMany', { count }),
              icon: <RiCloseCircleLine />,
              onDecide: () => onDialog({ kind: 'close', targetIds }),
            },
          ]}
        />
      }
    />
  );
}
