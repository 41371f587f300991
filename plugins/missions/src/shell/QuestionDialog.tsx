import type { ReactNode } from 'react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';

export interface QuestionDialogProps {
  title: string;
  children: ReactNode;
  /** Of the body. */
  className?: string;
  /** In pixels. @default 560 */
  width?: number;
  /** @default true */
  isOpen?: boolean;
  /** A click beside it closes it. */
  isDismissable?: boolean;
  /** What was asked for goes on: meanwhile it stays. */
  pending?: boolean;
  /** Names the way back. */
  backLabel: string;
  /** @default secondary */
  backVariant?: 'primary' | 'secondary';
  /** Buttons after the way back. */
  actions?: ReactNode;
  onClose(): void;
}

/** A dialog with a way back, which closes as Escape does. */
export function QuestionDialog(props: QuestionDialogProps) {
  const { title, children, className, width = 560, isOpen = true } = props;
  const { isDismissable, pending, backLabel, actions, onClose } = props;
  return (
    <Dialog
      isOpen={isOpen}
      isDismissable={isDismissable}
      onOpenChange={open => !open && !pending && onClose()}
      width={width}
    >
      <DialogHeader>{title}</DialogHeader>
      <DialogBody className={className}>{children}</DialogBody>
      <DialogFooter>
        <Button
          variant={props.backVariant ?? 'secondary'}
          isDisabled={pending}
          onPress={onClose}
        >
          {backLabel}
        </Button>
        {actions}
      </DialogFooter>
    </Dialog>
  );
}
