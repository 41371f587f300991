import { useState } from 'react';
import { Button, PasswordField } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  CopyButton,
  ErrorState,
  LoadingState,
  missionsApiRef,
  useAction,
  usePolled,
} from '@mission-control/plugin-missions-react';
import { QuestionDialog } from '../../shell/QuestionDialog';
import { saveFile } from '../../shell/saveFile';
import { missionsTranslationRef } from '../../translation';
import { makePassphrase } from './makePassphrase';
import { UndoKitContents } from './UndoKitContents';
import styles from '../../shell/ReasonDialog.module.css';

const MIN_LENGTH = 16;

export interface UndoKitDialogProps {
  runId: string;
  onClose(): void;
}

/** Says what an undo kit holds, asks for a passphrase, and downloads it. */
export function UndoKitDialog({ runId, onClose }: UndoKitDialogProps) {
  const api = useApi(missionsApiRef);
  const { t } = useTranslationRef(missionsTranslationRef);
  const kit = usePolled(() => api.getUndoKit(runId), { key: runId });
  const [passphrase, setPassphrase] = useState('');
  const [repeated, setRepeated] = useState('');
  const [made, setMade] = useState<string>();
  const [done, setDone] = useState(false);
  const name = `undo-kit-${runId}.tar.age`;
  const command = `age --decrypt ${name} | tar -x`;
  const download = useAction(async () => {
    saveFile(name, await api.exportUndoKit(runId, { passphrase }));
    setDone(true);
  });
  const differs = repeated !== '' && repeated !== passphrase;
  const fits = passphrase.length >= MIN_LENGTH && repeated === passphrase;
  const make = () => {
    const one = makePassphrase();
    setPassphrase(one);
    setRepeated(one);
    setMade(one);
  };
  return (
    <QuestionDialog
      title={t('run.kitTitle')}
      className={styles.body}
      width={640}
      backLabel={t(done ? 'run.kitClose' : 'run.back')}
      pending={download.pending}
      onClose={onClose}
      actions={
        !done && (
          <>
            <Button variant="secondary" onPress={make}>
              {t('run.kitMake')}
            </Button>
            <Button
              variant="primary"
              isPending={download.pending}
              isDisabled={!fits || kit.kind !== 'ready'}
              onPress={() => void download.run()}
            >
              {t('run.kitDownload')}
            </Button>
          </>
        )
      }
    >
      <div>{t('run.kitText')}</div>
      {kit.kind === 'loading' && <LoadingState label={t('run.kitLoading')} />}
      {kit.kind === 'error' && <ErrorState error={kit.error} />}
      {kit.kind === 'ready' && <UndoKitContents kit={kit.data} />}
      {kit.kind === 'ready' && !done && (
        <>
          <PasswordField
            label={t('run.kitPassphrase')}
            description={t('run.kitPassphraseHint')}
            autoComplete="new-password"
            value={passphrase}
            onChange={setPassphrase}
            maxLength={1000}
          />
          <PasswordField
            label={t('run.kitRepeat')}
            autoComplete="new-password"
            value={repeated}
            onChange={setRepeated}
            isInvalid={differs}
            maxLength={1000}
          />
          {differs && <div role="alert">{t('run.kitDiffers')}</div>}
          {made !== undefined && made === passphrase && (
            <div>
              {t('run.kitMade', { passphrase: made })}{' '}
              <CopyButton label={t('run.kitPassphrase')} text={made} />
            </div>
          )}
        </>
      )}
      {done && (
        <div role="status">
          {t('run.kitDone')} <code>{command}</code>
        </div>
      )}
      {download.error && <ErrorState error={download.error} />}
    </QuestionDialog>
  );
}
