import type { ReactNode } from 'react';
import { QuestionDialog } from './QuestionDialog';

export interface GoneDialogProps {
  title: string;
  /** What it means for the person who was asked. */
  children: ReactNode;
  backLabel: string;
  onClose(): void;
}

/** In the place of a question that is no longer open. */
export function GoneDialog(props: GoneDialogProps) {
  const { title, children, backLabel, onClose } = props;
  return (
    <QuestionDialog
      title={title}
      backLabel={backLabel}
      backVariant="primary"
      onClose={onClose}
    >
      <div role="alert">{children}</div>
    </QuestionDialog>
  );
}
