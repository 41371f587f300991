import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { missionsTranslationRef } from '../translation';
import styles from './MissionsShell.module.css';

export interface HelpDialogProps {
  isOpen: boolean;
  onClose(): void;
}

/** Which keys do what. */
export function HelpDialog({ isOpen, onClose }: HelpDialogProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const keys = [
    [['/'], t('shell.helpSearch')],
    [['j', 'k'], t('shell.helpRows')],
    [['Enter'], t('shell.helpOpen')],
    [['a'], t('shell.helpApprove')],
    [['?'], t('shell.helpHelp')],
  ] as const;
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={open => !open && onClose()}
      isDismissable
      width={420}
    >
      <DialogHeader>{t('shell.help')}</DialogHeader>
      <DialogBody>
        <dl className={styles.keys}>
          {keys.map(([names, text]) => (
            <div key={text} style={{ display: 'contents' }}>
              <dt>
                {names.map(name => (
                  <kbd key={name}>{name}</kbd>
                ))}
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('shell.close')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
