import { Button } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  ErrorState,
  type ActionState,
} from '@mission-control/plugin-missions-react';
import { QuestionDialog } from '../../shell/QuestionDialog';
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
    <QuestionDialog
      title={t('orbits.disableTitle', { orbit })}
      className={styles.disable}
      backLabel={t('orbits.disableBack')}
      pending={disable.pending}
      onClose={close}
      actions={
        <Button
          variant="primary"
          destructive
          isPending={disable.pending}
          onPress={() => disable.run()}
        >
          {t('orbits.disableConfirm')}
        </Button>
      }
    >
      <p>{t('orbits.disableEnds')}</p>
      <p>{t('orbits.disableStays')}</p>
      <p>{t('orbits.disableAgain')}</p>
      {disable.error && <ErrorState error={disable.error} />}
    </QuestionDialog>
  );

  function close() {
    disable.clear();
    onClose();
  }
}
