import type { ReactNode } from 'react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';

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
    <Dialog isOpen onOpenChange={open => !open && onClose()} width={560}>
      <DialogHeader>{title}</DialogHeader>
      <DialogBody>
        <div role="alert">{children}</div>
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onPress={onClose}>
          {backLabel}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
