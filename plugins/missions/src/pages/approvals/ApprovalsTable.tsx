import { ButtonLink, Link } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  personName,
  type Approval,
  type RunSummary,
} from '@mission-control/plugin-missions-common';
import {
  approvalStateMeta,
  ClusterChip,
  DataTable,
  isSequenceTarget,
  PersonChip,
  RelativeTime,
  StatusMark,
  useClusters,
  useStateWords,
} from '@mission-control/plugin-missions-react';
import { DemoTag } from '../../shell/DemoTag';
import { isHeld } from '../../shell/standing';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { useWritesText } from '../../shell/useWritesText';
import { missionsTranslationRef } from '../../translation';
import styles from './Approvals.module.css';

/** Clusters that are named; of more it is said how many. */
const NAMED = 4;

export interface ApprovalsTableProps {
  approvals: readonly Approval[];
  label: string;
  routes: MissionsRoutes;
  currentId?: string;
}

/** Approvals in rows; the action leads to the plan that is approved. */
export function ApprovalsTable(props: ApprovalsTableProps) {
  const { approvals, label, routes, currentId } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useStateWords();
  const writesText = useWritesText();
  const clusters = useClusters();
  // A summary names its clusters; which are production only their list says.
  const known = clusters.kind === 'ready' ? clusters.data : [];
  const kindWords = ({ kind, targetId }: Approval) => {
    const cluster =
      targetId && !isSequenceTarget(targetId) ? targetId : undefined;
    switch (kind) {
      case 'plan':
        return t('approvals.kindPlan');
      case 'drift':
        return cluster
          ? t('approvals.kindDriftOn', { cluster })
          : t('approvals.kindDrift');
      case 'supplementary':
        return cluster
          ? t('approvals.kindSupplementaryOn', { cluster })
          : t('approvals.kindSupplementary');
      default:
        return cluster
          ? t('approvals.kindGateOn', { cluster })
          : t('approvals.kindGate');
    }
  };
  const stateWord = ({ kind, state, run }: Approval) =>
    state === 'open' &&
    run &&
    (isHeld(run) || (kind === 'gate' && run.pauseRequested))
      ? t('shell.held')
      : words.approval(state);
  const who = ({ policy, decisions }: Approval) =>
    [
      t('approvals.countOf', {
        approved: String(
          decisions.filter(({ decision }) => decision === 'approve').length,
        ),
        number: String(policy.count),
      }),
      policy.from.map(personName).join(', ') || t('approvals.anyone'),
      policy.notStarter && t('approvals.notStarter'),
    ]
      .filter(Boolean)
      .join(', ');

  return (
    <DataTable
      stacked
      label={label}
      rows={approvals}
      rowId={approval => approval.id}
      currentId={currentId}
      columns={[
        {
          id: 'run',
          title: t('approvals.colRun'),
          rowHeader: true,
          cell: approval => (
            <>
              <Link href={routes.run(approval.runId)} weight="bold" standalone>
                {approval.run?.title ?? approval.runId}
              </Link>
              <span className={styles.second}>
                {kindWords(approval)}
                {approval.message && `: ${approval.message}`}{' '}
                <DemoTag demo={approval.run?.demo} />
              </span>
            </>
          ),
        },
        {
          id: 'state',
          title: t('approvals.colState'),
          cell: approval => (
            <>
              <StatusMark tone={approvalStateMeta[approval.state].tone}>
                {stateWord(approval)}
              </StatusMark>
              {approval.automatic && (
                <span className={styles.second}>
                  {t('approvals.automatic', { rule: approval.automatic })}
                </span>
              )}
              {approval.decisions.map(({ by, comment }) => (
                <span key={by} className={styles.second}>
                  {t('approvals.by')} {personName(by)}
                  {comment && `: ${comment}`}
                </span>
              ))}
            </>
          ),
        },
        {
          id: 'who',
          title: t('approvals.colWho'),
          cell: approval => (
            <>
              {who(approval)}
              {approval.mayDecide === false && approval.mayNotReason && (
                <span className={styles.second}>{approval.mayNotReason}</span>
              )}
            </>
          ),
        },
        {
          id: 'what',
          title: t('approvals.colWhat'),
          cell: ({ kind, targetId, run }) =>
            run && (
              <>
                {kind === 'plan' &&
                  run.summary &&
                  !run.targets.some(({ id }) => isSequenceTarget(id)) &&
                  writesText([run.summary])}
                <span className={styles.clusters}>
                  {targetsOf(run, targetId).map(({ id, environment }) => (
                    <ClusterChip
                      key={id}
                      cluster={
                        known.find(({ name }) => name === id) ?? {
                          name: id,
                          environment,
                        }
                      }
                    />
                  ))}
                  {!targetId &&
                    run.targets.length > NAMED &&
                    t('approvals.moreClusters', {
                      number: String(run.targets.length - NAMED),
                    })}
                </span>
              </>
            ),
        },
        {
          id: 'by',
          title: t('approvals.colBy'),
          cell: ({ run, createdAt }) => (
            <>
              {run && <PersonChip entityRef={run.initiator} />}
              <span className={styles.second}>
                {t('approvals.asked')} <RelativeTime date={createdAt} />
              </span>
            </>
          ),
        },
        {
          id: 'until',
          title: t('approvals.colUntil'),
          cell: ({ decidedAt, expiresAt, createdAt }) =>
            decidedAt || expiresAt ? (
              <RelativeTime date={decidedAt ?? expiresAt ?? createdAt} />
            ) : (
              t('approvals.never')
            ),
        },
        {
          id: 'action',
          title: t('approvals.colAction'),
          titleHidden: true,
          align: 'end',
          cell: approval =>
            approval.state === 'open' && (
              <ButtonLink
                size="small"
                variant="secondary"
                data-approve
                href={routes.run(approval.runId)}
              >
                {approval.kind === 'gate'
                  ? t('approvals.showRun')
                  : t('approvals.show')}
              </ButtonLink>
            ),
        },
      ]}
    />
  );
}

/** Clusters that are named: the one that an approval is about, else the first of the run. */
function targetsOf({ targets }: RunSummary, targetId?: string) {
  return targetId
    ? targets.filter(({ id }) => id === targetId)
    : targets.slice(0, NAMED);
}
