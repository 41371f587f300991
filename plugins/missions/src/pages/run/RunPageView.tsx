import { useState } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  isSequenceTarget,
  Panel,
  StepList,
  useHotkeys,
} from '@mission-control/plugin-missions-react';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { isLook } from '../../shell/lookOf';
import { stepTone } from '../../shell/stepTone';
import { missionsTranslationRef } from '../../translation';
import { ActionErrors } from './ActionErrors';
import { ApprovalPanel, currentPlan } from './ApprovalPanel';
import { ChildRuns } from './ChildRuns';
import { DriftPanel } from './DriftPanel';
import { KeptPanel } from './KeptPanel';
import { HoldBanner } from './HoldBanner';
import { HistoryPanel } from './HistoryPanel';
import { useGateWord } from './useGateWord';
import { useLookMark } from './useLookMark';
import { OrbitFindings } from './OrbitFindings';
import { OutcomeBanner } from './OutcomeBanner';
import { PausedBanner } from './PausedBanner';
import { TurnBanner } from './TurnBanner';
import { PlanPanel } from './PlanPanel';
import { RunDialogs, type RunDialog } from './RunDialogs';
import { RunFacts } from './RunFacts';
import { RunHead } from './RunHead';
import { pathOf, PROOF_STEP, selectStep, selectTarget } from './runSelection';
import { SameDecision } from './SameDecision';
import { StepDetail } from './StepDetail';
import { TargetList } from './TargetList';
import type { RunAddress } from './useRunAddress';
import type { RunPageData } from './useRunPage';
import { useStepInSight } from './useStepInSight';
import styles from './Run.module.css';

export interface RunPageViewProps {
  page: RunPageData;
  address: RunAddress;
  onAddress(change: RunAddress): void;
  routes: MissionsRoutes;
}

/** Clusters, their steps, and the step that is looked at; what needs a person first. */
export function RunPageView(props: RunPageViewProps) {
  const { page, address, onAddress, routes } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const [dialog, setDialog] = useState<RunDialog>();
  const { run, actions } = page;
  const target = selectTarget(run, address.target);
  const lookMark = useLookMark(page);
  const gateWord = useGateWord();
  const { detail, onChosen } = useStepInSight();
  const steps = target
    ? pathOf(
        target,
        {
          preflight: t('run.preflight'),
          proof: isLook(run) ? t('run.look') : t('run.proof'),
          summary: counts =>
            [
              counts.pass > 0 && t('run.checks', { count: counts.pass }),
              counts.warn > 0 &&
                t('run.preflightWarn', { number: String(counts.warn) }),
              counts.fail > 0 &&
                t('run.preflightFail', { number: String(counts.fail) }),
              counts.unknown > 0 &&
                t('run.preflightUnknown', { number: String(counts.unknown) }),
            ]
              .filter(Boolean)
              .join(', '),
        },
        run.planOnly,
      )
    : [];
  const open = run.approvals.filter(approval => approval.state === 'open');
  const asks = open.find(({ id }) => id === target?.approvalId);
  const step = selectStep(steps, address.step, asks?.stepId);
  const asked = open.some(({ kind }) => kind !== 'gate');

  const stepsOf = (cluster: string) =>
    isSequenceTarget(cluster) ? t('run.steps') : t('run.stepsOf', { cluster });
  const selectTargetId = (id: string) =>
    onAddress({ target: id, step: undefined, line: undefined });
  const selectStepId = (id: string) => {
    onAddress({
      target: target?.id,
      step: id,
      line: undefined,
      tab: undefined,
    });
    onChosen();
  };
  const move = (by: number) => {
    const at = steps.findIndex(({ id }) => id === step?.id) + by;
    if (steps[at]) {
      selectStepId(steps[at].id);
    }
  };
  useHotkeys({
    j: () => move(1),
    k: () => move(-1),
    a: () => {
      const mine = open.find(
        approval =>
          approval.mayDecide !== false &&
          (approval.kind === 'gate' ||
            currentPlan(approval, page.plan).kind === 'ready'),
      );
      if (mine) {
        setDialog({ kind: 'approve', approval: mine });
      }
    },
    '/': () => onAddress({ tab: 'log' }),
  });

  return (
    <>
      <RunHead page={page} routes={routes} onDialog={setDialog} />
      <div className={styles.stack}>
        <ActionErrors actions={actions} />
        <HoldBanner run={run} onDialog={setDialog} />
        {asked && <RunFacts run={run} asked />}
        {open.map(approval => (
          <ApprovalPanel
            key={approval.id}
            approval={approval}
            run={run}
            plan={page.plan}
            evidence={page.evidence}
            journal={page.journal}
            held={page.held}
            recheck={
              run.allowed.includes('recheck') && approval.kind !== 'gate'
                ? actions.recheck
                : undefined
            }
            onDialog={setDialog}
          />
        ))}
        <PausedBanner page={page} />
        <TurnBanner page={page} />
        <SameDecision page={page} onDialog={setDialog} />
        <OutcomeBanner page={page} routes={routes} />
        <OrbitFindings run={run} routes={routes} />
        <KeptPanel run={run} />
        {run.undoOf && page.plan.kind === 'ready' && (
          <DriftPanel
            run={run}
            undoOf={run.undoOf}
            plan={page.plan.data}
            choose={actions.chooseDrift}
          />
        )}
        {page.plan.kind === 'ready' &&
          page.plan.data.targets.length > 0 &&
          !open.some(({ kind }) => kind === 'plan') && (
            <PlanPanel run={run} plan={page.plan.data} besideAsked={asked} />
          )}
        {!asked && <RunFacts run={run} asked={false} />}
        <div className={styles.grid}>
          <TargetList
            run={run}
            selectedId={target?.id}
            onSelect={selectTargetId}
            markOf={lookMark}
          />
          {target && (
            <Panel
              className={styles.steps}
              title={stepsOf(target.cluster.title ?? target.id)}
            >
              <StepList
                steps={steps}
                selectedId={step?.id}
                onSelect={selectStepId}
                label={stepsOf(target.id)}
                markOf={item =>
                  (item.id === PROOF_STEP ? lookMark(target) : undefined) ?? {
                    tone: stepTone(run, target.id, item),
                    word: gateWord(run, target.id, item),
                  }
                }
              />
            </Panel>
          )}
          <div className={styles.history}>
            <HistoryPanel run={run} events={page.events} />
            {!!run.children?.length && (
              <ChildRuns runs={run.children} routes={routes} />
            )}
          </div>
          {target && step && (
            <div
              ref={detail}
              className={styles.detail}
              role="group"
              aria-label={step.name}
              tabIndex={-1}
            >
              <StepDetail
                key={`${target.id} ${step.id}`}
                page={page}
                target={target}
                step={step}
                address={address}
                onAddress={onAddress}
                onDialog={setDialog}
                missionHref={routes.mission}
              />
            </div>
          )}
        </div>
      </div>
      <RunDialogs
        dialog={dialog}
        run={run}
        facts={page}
        actions={actions}
        onClose={() => setDialog(undefined)}
      />
    </>
  );
}
