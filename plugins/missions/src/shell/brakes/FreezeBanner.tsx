import { useState } from 'react';
import { Button } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Freeze } from '@mission-control/plugin-missions-common';
import {
  Banner,
  missionsApiRef,
  useAction,
  useBrakes,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import { ReasonDialog } from '../ReasonDialog';
import { BrakeLine } from './BrakeLine';
import { useBrakeWords } from './useBrakeWords';
import styles from './Brakes.module.css';

/** On every page while something is frozen: what, who, why, and how it ends. */
export function FreezeBanner() {
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useBrakeWords();
  const api = useApi(missionsApiRef);
  const brakes = useBrakes();
  const [lifting, setLifting] = useState<Freeze>();
  const refresh = brakes.kind === 'ready' ? brakes.refresh : undefined;
  const lift = useAction(async (freezeId: string, reason: string) => {
    await api.liftFreeze(freezeId, reason);
    await refresh?.();
  });
  const freezes = brakes.kind === 'ready' ? brakes.data.freezes : [];
  if (freezes.length === 0) {
    return null;
  }
  return (
    <div className={styles.note}>
      <Banner
        tone="warn"
        title={
          freezes.length === 1
            ? words.frozen(freezes[0])
            : t('brake.several', { count: freezes.length })
        }
      >
        <ul className={styles.lines}>
          {freezes.map(freeze => (
            <li key={freeze.id}>
              <span className={styles.line}>
                <BrakeLine
                  brake={{ kind: 'freeze', freeze, clusters: [] }}
                  untitled={freezes.length === 1}
                />
              </span>
              {freeze.mayLift && (
                <Button
                  size="small"
                  variant="secondary"
                  aria-label={t('brake.liftOf', {
                    frozen: words.frozen(freeze),
                  })}
                  onPress={() => setLifting(freeze)}
                >
                  {t('brake.lift')}
                </Button>
              )}
            </li>
          ))}
        </ul>
        <div>{t('brake.meaning')}</div>
      </Banner>
      {lifting && (
        <ReasonDialog
          title={t('brake.liftTitle')}
          reasonLabel={t('brake.liftReason')}
          required
          confirmLabel={t('brake.liftConfirm')}
          backLabel={t('brake.back')}
          pending={lift.pending}
          error={lift.error}
          onConfirm={async reason => {
            if (await lift.run(lifting.id, reason)) {
              setLifting(undefined);
            }
          }}
          onClose={() => {
            lift.clear();
            setLifting(undefined);
          }}
        >
          {t('brake.liftText', {
            frozen: words.frozen(lifting),
            because: words.because(lifting),
          })}
        </ReasonDialog>
      )}
    </div>
  );
}
