import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  ErrorState,
  type ActionState,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import styles from './Orbits.module.css';

export interface DisableOrbitDialogProps {
  /** Title of the orbit. */
  orbit: string;
  disable: ActionState<[]>;
  onClose(): void;
}

/** Asks once more, and says what ends and what stays. */
export function DisableOrbitDialog(props: DisableOrbitDialogProps) {
  const { orbit, disable, onClose } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  return (
    <Dialog
      isOpen
      width={560}
      onOpenChange={isOpen => !isOpen && !disable.pending && close()}
    >
      <DialogHeader>{t('orbits.disableTitle', { orbit })}</DialogHeader>
      <DialogBody className={styles.disable}>
        <p>{t('orbits.disableEnds')}</p>
        <p>{t('orbits.disableStays')}</p>
        <p>{t('orbits.disableAgain')}</p>
        {disable.error && <ErrorState error={disable.error} />}
      </DialogBody>
      <DialogFooter>
        <Button
          variant="secondary"
          isDisabled={disable.pending}
          onPress={close}
        >
          {t('orbits.disableBack')}
        </Button>
        <Button
          variant="primary"
          destructive
          isPending={disable.pending}
          onPress={() => disable.run()}
        >
          {t('orbits.disableConfirm')}
        </Button>
      </DialogFooter>
    </Dialog>
  );

  function close() {
    disable.clear();
    onClose();
  }
}
