import { useState } from 'react';
import { Button, Select, TextAreaField, TextField } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  Approval,
  DelegationRequest,
} from '@mission-control/plugin-missions-common';
import {
  ErrorState,
  type ActionState,
} from '@mission-control/plugin-missions-react';
import { QuestionDialog } from '../../shell/QuestionDialog';
import { missionsTranslationRef } from '../../translation';
import styles from '../../shell/ReasonDialog.module.css';

/** Days for which a voice is handed over; none: for one approval. */
const DAYS = [0, 1, 7, 14, 30];
const DAY_MS = 86_400_000;
/** What the API takes as a person or group. */
const REF = /^(user|group):[A-Za-z0-9._-]+\/[A-Za-z0-9._-]+$/;

export interface DelegateDialogProps {
  approval: Approval;
  action: ActionState<[approvalId: string, DelegationRequest]>;
  onClose(): void;
}

/** Asks to whom an approver hands the own voice, and for how long. */
export function DelegateDialog(props: DelegateDialogProps) {
  const { approval, action, onClose } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const [to, setTo] = useState('');
  const [days, setDays] = useState('0');
  const [comment, setComment] = useState('');
  const close = () => {
    action.clear();
    onClose();
  };
  const send = async () => {
    const done = await action.run(approval.id, {
      to: to.trim(),
      comment: comment.trim() || undefined,
      until:
        days === '0' ? undefined : new Date(Date.now() + Number(days) * DAY_MS),
    });
    if (done) {
      onClose();
    }
  };
  return (
    <QuestionDialog
      title={t('run.delegateTitle')}
      className={styles.body}
      backLabel={t('run.back')}
      pending={action.pending}
      onClose={close}
      actions={
        <Button
          variant="primary"
          isPending={action.pending}
          isDisabled={!REF.test(to.trim())}
          onPress={send}
        >
          {t('run.delegateConfirm')}
        </Button>
      }
    >
      <div>{t('run.delegateText')}</div>
      <TextField
        label={t('run.delegateTo')}
        description={t('run.delegateToHint')}
        placeholder="group:default/platform"
        value={to}
        onChange={setTo}
        isRequired
      />
      <Select
        label={t('run.delegateFor')}
        options={DAYS.map(count => ({
          value: String(count),
          label:
            count === 0
              ? t('run.delegateOnce')
              : t('run.delegateDays', { count }),
        }))}
        description={t('run.delegateEnds')}
        value={days}
        onChange={value => setDays(String(value))}
      />
      <TextAreaField
        label={t('run.reasonOptional')}
        value={comment}
        onChange={setComment}
        maxLength={2000}
        rows={2}
      />
      {action.error && <ErrorState error={action.error} />}
    </QuestionDialog>
  );
}
