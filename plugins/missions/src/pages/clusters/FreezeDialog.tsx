import { useState } from 'react';
import { Button, Select, TextAreaField } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  Brakes,
  SetFreezeRequest,
} from '@mission-control/plugin-missions-common';
import {
  ErrorState,
  type ActionState,
} from '@mission-control/plugin-missions-react';
import { QuestionDialog } from '../../shell/QuestionDialog';
import { missionsTranslationRef } from '../../translation';
import styles from './Clusters.module.css';

const HOUR_MS = 3_600_000;
/** Ends that are offered, in hours; 0 is none. */
const ENDS = [0, 1, 4, 24, 72];

export interface FreezeDialogProps {
  /** What the person who looks may freeze. */
  may: Brakes['mayFreeze'];
  freeze: ActionState<[SetFreezeRequest]>;
  onClose(): void;
}

/** Asks what is frozen, until when, and why. */
export function FreezeDialog({ may, freeze, onClose }: FreezeDialogProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const scopes = [
    ...(may.instance
      ? [{ scope: 'instance' as const, label: t('brake.scopeInstance') }]
      : []),
    ...may.environments.map(name => ({
      scope: 'environment' as const,
      name,
      label: t('brake.scopeEnvironment', { name }),
    })),
    ...may.clusters.map(name => ({
      scope: 'cluster' as const,
      name,
      label: t('brake.scopeCluster', { name }),
    })),
  ];
  const [chosen, setChosen] = useState<string>();
  const [hours, setHours] = useState(0);
  const [reason, setReason] = useState('');
  const scope = scopes.find(({ label }) => label === chosen);
  const close = () => {
    freeze.clear();
    onClose();
  };
  const confirm = async () => {
    if (!scope) {
      return;
    }
    const { label: _, ...what } = scope;
    const until = hours > 0 && new Date(Date.now() + hours * HOUR_MS);
    const request = {
      ...what,
      reason: reason.trim(),
      ...(until && { until }),
    };
    if (await freeze.run(request)) {
      onClose();
    }
  };
  return (
    <QuestionDialog
      title={t('brake.freezeTitle')}
      className={styles.dialog}
      backLabel={t('brake.back')}
      pending={freeze.pending}
      onClose={close}
      actions={
        <Button
          variant="primary"
          isPending={freeze.pending}
          isDisabled={!scope || reason.trim() === ''}
          onPress={confirm}
        >
          {t('brake.freezeConfirm')}
        </Button>
      }
    >
      <div>{t('brake.freezeText')}</div>
      <Select
        label={t('brake.scope')}
        options={scopes.map(({ label }) => ({ value: label, label }))}
        selectedKey={chosen ?? null}
        onSelectionChange={key => setChosen(String(key))}
      />
      <Select
        label={t('brake.end')}
        options={ENDS.map(count => ({
          value: String(count),
          label:
            count === 0 ? t('brake.endNever') : t('brake.endHours', { count }),
        }))}
        selectedKey={String(hours)}
        onSelectionChange={key => setHours(Number(key))}
      />
      <TextAreaField
        label={t('brake.reason')}
        value={reason}
        onChange={setReason}
        isRequired
        maxLength={2000}
        rows={3}
      />
      {freeze.error && <ErrorState error={freeze.error} />}
    </QuestionDialog>
  );
}
