import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { missionsTranslationRef } from '../translation';
import { QuestionDialog } from './QuestionDialog';
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
    <QuestionDialog
      title={t('shell.help')}
      isOpen={isOpen}
      isDismissable
      width={420}
      backLabel={t('shell.close')}
      onClose={onClose}
    >
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
    </QuestionDialog>
  );
}
