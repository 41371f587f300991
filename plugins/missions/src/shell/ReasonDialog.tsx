import { useState, type ReactNode } from 'react';
import { Button, TextAreaField } from '@backstage/ui';
import {
  ErrorState,
  type MissionsApiError,
} from '@mission-control/plugin-missions-react';
import { QuestionDialog } from './QuestionDialog';
import styles from './ReasonDialog.module.css';

export interface ReasonDialogProps {
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** Label of the field. */
  reasonLabel: string;
  /** The action needs a reason. */
  required?: boolean;
  /** Names the effect. */
  confirmLabel: string;
  backLabel: string;
  destructive?: boolean;
  pending: boolean;
  error?: MissionsApiError;
  onConfirm(reason: string): void;
  onClose(): void;
}

/** Asks once more, with room for a reason. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, children, reasonLabel, required, confirmLabel } = props;
  const { backLabel, destructive, pending, error, onConfirm, onClose } = props;
  const [reason, setReason] = useState('');
  return (
    <QuestionDialog
      title={title}
      className={styles.body}
      backLabel={backLabel}
      pending={pending}
      onClose={onClose}
      actions={
        <Button
          variant="primary"
          destructive={destructive}
          isPending={pending}
          isDisabled={required && reason.trim() === ''}
          onPress={() => onConfirm(reason.trim())}
        >
          {confirmLabel}
        </Button>
      }
    >
      <div>{children}</div>
      <TextAreaField
        label={reasonLabel}
        value={reason}
        onChange={setReason}
        isRequired={required}
        maxLength={2000}
        rows={3}
      />
      {error && <ErrorState error={error} />}
    </QuestionDialog>
  );
}
