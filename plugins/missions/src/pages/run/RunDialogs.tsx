import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  isTerminal,
  type Approval,
  type Run,
} from '@mission-control/plugin-missions-common';
import type { ActionState } from '@mission-control/plugin-missions-react';
import { GoneDialog } from '../../shell/GoneDialog';
import { ReasonDialog } from '../../shell/ReasonDialog';
import { useRunWords } from '../../shell/useRunWords';
import { missionsTranslationRef } from '../../translation';
import { ApprovalTargets } from './ApprovalTargets';
import { meanwhile } from './approvalWords';
import { DelegateDialog } from './DelegateDialog';
import { useApprovalText } from './useApprovalText';
import { useNameList } from './useNameList';
import { useNothingText, type NothingFacts } from './useNothingText';
import type { RunActions } from './useRunPage';
import { UndoKitDialog } from './UndoKitDialog';
import { useSequenceName } from './useSequenceName';

/** Which question is open. */
export type RunDialog =
  | { kind: 'approve'; approval: Approval }
  | { kind: 'reject'; approval: Approval }
  | { kind: 'delegate'; approval: Approval }
  | { kind: 'cancel' }
  | { kind: 'passWindows' }
  | { kind: 'undoAll' }
  | { kind: 'undoKit' }
  | { kind: 'undoTargets'; targetIds: readonly string[] }
  | { kind: 'skip'; targetId: string; stepId: string; stepName: string }
  | { kind: 'close'; targetIds: readonly string[] };

export interface RunDialogsProps {
  dialog?: RunDialog;
  run: Run;
  /** What tells what else is written when somebody approves. */
  facts: NothingFacts;
  actions: RunActions;
  onClose(): void;
}

/** The questions of the run page; each says what will happen. */
export function RunDialogs(props: RunDialogsProps) {
  const { dialog, run, facts, actions, onClose } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const list = useNameList();
  const words = useRunWords();
  const sequence = useSequenceName(run);
  if (!dialog) {
    return null;
  }
  const common = <A extends unknown[]>(action: ActionState<A>) => ({
    backLabel: t('run.back'),
    pending: action.pending,
    error: action.error,
    onClose: () => {
      action.clear();
      onClose();
    },
  });
  const closeWhenDone = async (done: Promise<boolean>) => {
    if (await done) {
      onClose();
    }
  };

  switch (dialog.kind) {
    case 'approve':
    case 'reject':
      return (
        <ApprovalDialog
          {...common(actions.approve)}
          approval={dialog.approval}
          run={run}
          facts={facts}
          decision={dialog.kind}
          onDecide={comment =>
            closeWhenDone(
              actions.approve.run(dialog.approval.id, {
                decision: dialog.kind,
                hash: dialog.approval.hash,
                comment: comment || undefined,
              }),
            )
          }
        />
      );
    case 'delegate':
      return (
        <DelegateDialog
          approval={dialog.approval}
          action={actions.delegate}
          onClose={onClose}
        />
      );
    case 'cancel':
      return (
        <ReasonDialog
          {...common(actions.cancel)}
          title={t('run.cancelTitle')}
          reasonLabel={t('run.reasonOptional')}
          confirmLabel={t('run.confirmCancel')}
          destructive
          onConfirm={reason => closeWhenDone(actions.cancel.run(reason))}
        >
          {t(sequence ? 'sequence.cancelText' : 'run.cancelText')}
        </ReasonDialog>
      );
    case 'passWindows':
      return (
        <ReasonDialog
          {...common(actions.passWindows)}
          title={t('brake.passTitle')}
          reasonLabel={t('brake.passReason')}
          required
          confirmLabel={t('brake.passConfirm')}
          onConfirm={reason => closeWhenDone(actions.passWindows.run(reason))}
        >
          {t('brake.passText')}
        </ReasonDialog>
      );
    case 'undoAll': {
      const undoable = run.targetsDetail.filter(({ undoable: can }) => can);
      // Those that go on or wait for a decision are not taken back by this.
      const ended = undoable.filter(({ state }) => isTerminal(state));
      const count = ended.length || run.targetsDetail.length;
      const targets =
        ended.length < undoable.length ? ended.map(({ id }) => id) : undefined;
      return (
        <ReasonDialog
          {...common(actions.undo)}
          title={
            sequence
              ? t('sequence.undoTitle', sequence)
              : t('run.undoAllTitle', { count })
          }
          reasonLabel={t('run.reasonOptional')}
          confirmLabel={t('run.confirmUndoAll')}
          onConfirm={reason =>
            closeWhenDone(
              actions.undo.run({ targets, reason: reason || undefined }),
            )
          }
        >
          {undoText()}
        </ReasonDialog>
      );
    }
    case 'undoKit':
      return <UndoKitDialog runId={run.id} onClose={onClose} />;
    case 'undoTargets':
      return (
        <ReasonDialog
          {...common(actions.undo)}
          title={
            sequence
              ? t('sequence.undoTitle', sequence)
              : t('run.undoTargetTitle', { cluster: list(dialog.targetIds) })
          }
          reasonLabel={t('run.reasonOptional')}
          confirmLabel={
            sequence
              ? t('sequence.confirmUndo', sequence)
              : t('run.confirmUndoTarget', {
                  cluster: list(dialog.targetIds),
                })
          }
          onConfirm={reason =>
            closeWhenDone(
              actions.undo.run({
                targets: [...dialog.targetIds],
                reason: reason || undefined,
              }),
            )
          }
        >
          {undoText()}
        </ReasonDialog>
      );
    case 'skip':
      return (
        <ReasonDialog
          {...common(actions.decide)}
          title={
            sequence
              ? t('sequence.skipTitle', { step: dialog.stepName })
              : t('run.skipTitle', {
                  step: dialog.stepName,
                  cluster: dialog.targetId,
                })
          }
          reasonLabel={t('run.reason')}
          required
          confirmLabel={t('run.confirmSkip', { step: dialog.stepName })}
          onConfirm={reason =>
            closeWhenDone(
              actions.decide.run({
                targetId: dialog.targetId,
                stepId: dialog.stepId,
                decision: 'skip',
                reason,
              }),
            )
          }
        >
          {t('run.skipText')}
        </ReasonDialog>
      );
    default:
      return (
        <ReasonDialog
          {...common(actions.decide)}
          title={
            sequence
              ? t('sequence.closeTitle', sequence)
              : t('run.closeTitle', { cluster: list(dialog.targetIds) })
          }
          reasonLabel={t('run.reasonOptional')}
          confirmLabel={
            sequence
              ? t('sequence.confirmClose', sequence)
              : t('run.confirmClose', { cluster: list(dialog.targetIds) })
          }
          destructive
          onConfirm={reason =>
            closeWhenDone(
              actions.decide.run(
                ...dialog.targetIds.map(targetId => ({
                  targetId,
                  decision: 'close' as const,
                  reason: reason || undefined,
                })),
              ),
            )
          }
        >
          {closeText(dialog.targetIds.length)}
        </ReasonDialog>
      );
  }

  function undoText(): string {
    if (!sequence) {
      return t('run.undoTargetText');
    }
    const clusters = words.clusters(run).map(({ id }) => id);
    return clusters.length > 0
      ? t('sequence.undoTextOn', { clusters: list(clusters) })
      : t('sequence.undoText');
  }

  function closeText(count: number): string {
    if (!sequence) {
      return t('run.closeText', { count });
    }
    return t(run.undoOf ? 'sequence.closeUndoText' : 'sequence.closeText');
  }
}

const pastKeys = {
  replaced: 'run.replacedTitle',
  again: 'run.askedAgainTitle',
  decided: 'run.decidedTitle',
  void: 'run.voidTitle',
} as const;
const pastTextKeys = {
  replaced: 'run.replacedText',
  again: 'run.askedAgainText',
  decided: 'run.decidedText',
  void: 'run.voidText',
} as const;

interface ApprovalDialogProps {
  approval: Approval;
  run: Run;
  facts: NothingFacts;
  decision: 'approve' | 'reject';
  backLabel: string;
  pending: boolean;
  error?: ActionState<[]>['error'];
  onDecide(comment: string): void;
  onClose(): void;
}

function ApprovalDialog(props: ApprovalDialogProps) {
  const { approval, run, facts, decision, onDecide, ...dialog } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const { effect, rejection, meaning } = useApprovalText(approval, run);
  const nothingText = useNothingText();
  const approving = decision === 'approve';
  const nothing = approving ? nothingText(approval, run, facts) : undefined;
  const past = dialog.pending ? undefined : meanwhile(approval, run);
  if (past) {
    return (
      <GoneDialog
        title={t(pastKeys[past])}
        backLabel={t(past === 'replaced' ? 'run.lookAtNewPlan' : 'run.back')}
        onClose={dialog.onClose}
      >
        {t(pastTextKeys[past])}
      </GoneDialog>
    );
  }
  return (
    <ReasonDialog
      {...dialog}
      title={t('run.approveTitle', { action: approving ? effect : rejection })}
      reasonLabel={t('run.comment')}
      confirmLabel={approving ? effect : rejection}
      destructive={!approving}
      onConfirm={onDecide}
    >
      <p>{approving ? meaning.approve : meaning.reject}</p>
      {run.pauseRequested && approval.kind === 'gate' && (
        <p>{t('run.heldGateMeaning')}</p>
      )}
      {nothing && <p>{nothing}</p>}
      <ApprovalTargets approval={approval} run={run} />
    </ReasonDialog>
  );
}
