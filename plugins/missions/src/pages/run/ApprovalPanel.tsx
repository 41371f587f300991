import { useState } from 'react';
import { Button } from '@backstage/ui';
import {
  RiCheckLine,
  RiCloseLine,
  RiRefreshLine,
  RiUserSharedLine,
} from '@remixicon/react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  type Approval,
  type CheckResult,
  type JournalEntry,
  type Plan,
  type Run,
} from '@mission-control/plugin-missions-common';
import {
  Banner,
  DecisionBar,
  Panel,
  PersonChip,
  PlanView,
  RelativeTime,
  StateGate,
  type ActionState,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { PlanExport } from '../../shell/PlanExport';
import { missionsTranslationRef } from '../../translation';
import type { RunDialog } from './RunDialogs';
import { ApprovalTargets } from './ApprovalTargets';
import { isOwnApproval, planOf } from './approvalWords';
import { useApprovalText } from './useApprovalText';
import { useNothingText } from './useNothingText';
import { WhatWasFound } from './WhatWasFound';
import styles from './Run.module.css';

export interface ApprovalPanelProps {
  approval: Approval;
  run: Run;
  plan: ViewState<Plan>;
  evidence: ViewState<CheckResult[]>;
  journal: ViewState<JournalEntry[]>;
  /** The run is paused: approved, it still waits to be resumed. */
  held?: boolean;
  /** Plans targets anew; absent where that is not possible. */
  recheck?: ActionState<[targets: string[]]>;
  onDialog(dialog: RunDialog): void;
}

/** What waits for approval, the plan itself, and the two buttons. */
export function ApprovalPanel(props: ApprovalPanelProps) {
  const { approval, run, plan, evidence, journal, held, recheck } = props;
  const { onDialog } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const [open, setOpen] = useState(true);
  const { title, effect, who } = useApprovalText(approval, run);
  const may = approval.mayDecide ?? run.allowed.includes('approve');
  const isGate = approval.kind === 'gate';
  // An older plan may still be on the page: it is neither drawn nor approved.
  const current = currentPlan(approval, plan);
  const seen = isGate || current.kind === 'ready';
  const nothingText = useNothingText();
  const isOwn = isOwnApproval(approval);
  const fold = isOwn
    ? { show: t('run.planAskedShow'), hide: t('run.planAskedHide') }
    : { show: t('run.planShow'), hide: t('run.planHide') };
  return (
    <section className={styles.approval} aria-label={title}>
      <Banner
        tone="wait"
        title={title}
        actions={
          may && (
            <DecisionBar
              label={title}
              decisions={[
                ...(seen
                  ? [
                      {
                        id: 'approve',
                        label: effect,
                        icon: <RiCheckLine />,
                        primary: true,
                        onDecide: () => onDialog({ kind: 'approve', approval }),
                      },
                    ]
                  : []),
                {
                  id: 'reject',
                  label: t('run.reject'),
                  icon: <RiCloseLine />,
                  onDecide: () => onDialog({ kind: 'reject', approval }),
                },
                ...(approval.mayDelegate
                  ? [
                      {
                        id: 'delegate',
                        label: t('run.delegate'),
                        icon: <RiUserSharedLine />,
                        onDecide: () =>
                          onDialog({ kind: 'delegate' as const, approval }),
                      },
                    ]
                  : []),
              ]}
            />
          )
        }
      >
        {approval.targetId && <ApprovalTargets approval={approval} run={run} />}
        {approval.message && <div>{approval.message}</div>}
        {!isGate && held && <div>{t('run.heldMeaning')}</div>}
        {isGate && run.pauseRequested && <div>{t('run.heldGateMeaning')}</div>}
        <div className={styles.muted}>
          {who}
          {approval.expiresAt && (
            <>
              {' · '}
              {t('run.approvalExpires')}{' '}
              <RelativeTime date={approval.expiresAt} />
            </>
          )}
        </div>
        {!may && approval.mayNotReason && <div>{approval.mayNotReason}</div>}
        {approval.decisions.map(decision => (
          <div key={decision.by} className={styles.decision}>
            <PersonChip entityRef={decision.by} />{' '}
            {decision.decision === 'approve'
              ? t('run.approvedBy')
              : t('run.rejectedBy')}
            {decision.for && (
              <>
                {' '}
                {t('run.decidedFor')} <PersonChip entityRef={decision.for} />
              </>
            )}
            {decision.comment && `: ${decision.comment}`}
          </div>
        ))}
        {approval.delegations?.map(({ by, to, until, comment, at }) => (
          <div key={`${by} ${at.toISOString()}`} className={styles.decision}>
            <PersonChip entityRef={by} /> {t('run.handedTo')}{' '}
            <PersonChip entityRef={to} />
            {until && (
              <span>
                · {t('run.handedUntil')} <RelativeTime due date={until} />
              </span>
            )}
            {comment && <span>· {comment}</span>}
          </div>
        ))}
      </Banner>
      {evidence.kind === 'ready' && (
        <WhatWasFound
          run={run}
          evidence={evidence.data}
          targetId={approval.targetId}
        />
      )}
      {!isGate && (
        <Panel
          title={t(isOwn ? 'run.planAskedTitle' : 'run.planTitle')}
          aside={<code>{approval.hash.slice(0, 12)}</code>}
          actions={
            <span className={styles.planActions}>
              {current.kind === 'ready' && <PlanExport runId={run.id} />}
              {recheck && (
                <Button
                  size="small"
                  variant="tertiary"
                  iconStart={<RiRefreshLine />}
                  isPending={recheck.pending}
                  onPress={() => recheck.run(targetsOf(approval, run))}
                >
                  {t('run.recheck')}
                </Button>
              )}
              <Button
                size="small"
                variant="tertiary"
                aria-expanded={open}
                onPress={() => setOpen(!open)}
              >
                {open ? fold.hide : fold.show}
              </Button>
            </span>
          }
        >
          {open && (
            <StateGate
              state={current}
              loadingLabel={t('run.planLoading')}
              errorMeaning={t('run.planErrorMeaning')}
            >
              {data => (
                <PlanView
                  plan={data}
                  nothing={nothingText(approval, run, { plan, journal })}
                />
              )}
            </StateGate>
          )}
        </Panel>
      )}
    </section>
  );
}

/** The clusters whose plan this approval is about. */
function targetsOf(approval: Approval, run: Run): string[] {
  const { targetId } = approval;
  const apart = run.approvals
    .filter(({ state }) => state === 'open')
    .map(each => each.targetId);
  return targetId
    ? [targetId]
    : run.targets
        .filter(
          ({ id, state }) =>
            state === 'awaiting_approval' && !apart.includes(id),
        )
        .map(({ id }) => id);
}

/** The plan that is asked for, while it is on the page. */
export function currentPlan(
  approval: Approval,
  plan: ViewState<Plan>,
): ViewState<Plan> {
  if (plan.kind !== 'ready') {
    return plan;
  }
  const data = planOf(approval, plan.data);
  return data ? { ...plan, data } : { kind: 'loading' };
}
