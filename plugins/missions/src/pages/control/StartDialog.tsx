import { useState } from 'react';
import { Button, ButtonLink, Checkbox, Select } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  clusterUsePermission,
  type Cluster,
} from '@mission-control/plugin-missions-common';
import {
  ClusterChip,
  missionsApiRef,
  StateGate,
  StatusMark,
  usePolled,
} from '@mission-control/plugin-missions-react';
import { QuestionDialog } from '../../shell/QuestionDialog';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { useMissingPermission } from '../../shell/useMissingPermission';
import { usePermitted } from '../../shell/usePermitted';
import { WithReason } from '../../shell/WithReason';
import { missionsTranslationRef } from '../../translation';
import { formatLaunchAddress } from '../launch/launchAddress';
import styles from './Control.module.css';

const MAX_MISSIONS = 200;

export interface StartDialogProps {
  clusters: readonly Cluster[];
  routes: MissionsRoutes;
  onClose(): void;
}

/**
 * Chooses one mission and many clusters, then goes on to the launch page.
 * Sequences are left out: their clusters are among their parameters.
 */
export function StartDialog({ clusters, routes, onClose }: StartDialogProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const api = useApi(missionsApiRef);
  const missions = usePolled(
    async () =>
      (await api.listMissions({ limit: MAX_MISSIONS })).items.filter(
        ({ type }) => type !== 'sequence',
      ),
    { key: 'missions' },
  );
  const [mission, setMission] = useState<string>();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const toggle = (name: string) =>
    setChosen(before =>
      before.includes(name)
        ? before.filter(one => one !== name)
        : [...before, name],
    );
  const ready = mission !== undefined && chosen.length > 0;
  const missing = useMissingPermission(mission)(
    missions.kind === 'ready'
      ? missions.data.find(({ ref }) => ref === mission)?.type
      : undefined,
  );
  const using = usePermitted(clusterUsePermission, chosen);
  const unusable = chosen.filter(using.denied).join(', ');
  const refusal =
    (missing && t('shell.denied', { permission: missing })) ||
    (unusable &&
      t('shell.deniedOn', {
        clusters: unusable,
        permission: clusterUsePermission.name,
      })) ||
    undefined;
  const query = formatLaunchAddress(
    { parameters: {}, targets: chosen.map(cluster => ({ cluster })) },
    [],
  );
  return (
    <QuestionDialog
      title={t('control.startTitle')}
      className={styles.dialog}
      backLabel={t('control.back')}
      onClose={onClose}
      actions={
        ready && refusal === undefined ? (
          <ButtonLink
            variant="primary"
            href={`${routes.launch(mission)}?${query}`}
          >
            {t('control.startGo', { count: chosen.length })}
          </ButtonLink>
        ) : (
          <WithReason reason={refusal}>
            <Button variant="primary" isDisabled>
              {ready
                ? t('control.startGo', { count: chosen.length })
                : t('control.startGoNone')}
            </Button>
          </WithReason>
        )
      }
    >
      <StateGate state={missions} loadingLabel={t('control.startMission')}>
        {items => (
          <Select
            label={t('control.startMission')}
            placeholder={t('control.startChoose')}
            search={{ placeholder: t('control.startSearch') }}
            options={items.map(({ ref, title }) => ({
              value: ref,
              label: title,
            }))}
            selectedKey={mission ?? null}
            onSelectionChange={key => setMission(String(key))}
          />
        )}
      </StateGate>
      <fieldset className={styles.choices}>
        <legend>{t('control.startClusters')}</legend>
        {clusters.map(cluster => (
          <div key={cluster.name} className={styles.choice}>
            <Checkbox
              isSelected={chosen.includes(cluster.name)}
              onChange={() => toggle(cluster.name)}
            >
              <ClusterChip cluster={cluster} />
            </Checkbox>
            <Hint cluster={cluster} />
          </div>
        ))}
      </fieldset>
    </QuestionDialog>
  );
}

/** What speaks against a cluster; the launch page says it in full. */
function Hint({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  if (!cluster.reachable) {
    return <StatusMark tone="unknown">{t('control.noAnswer')}</StatusMark>;
  }
  return cluster.writable ? null : (
    <span className={styles.muted} title={cluster.notWritableReason}>
      {t('control.readOnly')}
    </span>
  );
}
