import { useState } from 'react';
import { Button } from '@backstage/ui';
import { RiLock2Line } from '@remixicon/react';
import type {
  PlannedChange,
  TargetPlan,
} from '@mission-control/plugin-missions-common';
import { useStateWords, useText } from '../../text';
import { ClusterChip } from '../ClusterChip';
import { FieldDiff } from '../FieldDiff';
import { StatusMark } from '../StatusMark';
import { plannedMission } from './plannedMission';
import { objectName, verbWord } from './planWords';
import { toYaml } from './toYaml';
import styles from './PlanView.module.css';

/** Props of {@link PlanDetail}. */
export interface PlanDetailProps {
  change: PlannedChange;
  targets: readonly TargetPlan[];
}

/** One planned change: its fields or its object, and everything to know about it. */
export const PlanDetail = ({ change, targets }: PlanDetailProps) => {
  const t = useText();
  const words = useStateWords();
  const [asYaml, setAsYaml] = useState(false);
  const fields = change.fields ?? [];
  const document = change.desired ?? change.live;
  const showYaml = document && (asYaml || fields.length === 0);
  const name = objectName(change.object);
  return (
    <div className={styles.detail} role="group" aria-label={name}>
      <div className={styles.detailHeader}>
        <span className={styles.object}>{name}</span>
        <span className={styles.kind}>{verbWord(t, words, change)}</span>
        {targets.map(
          ({ cluster, targetId }) =>
            cluster && <ClusterChip key={targetId} cluster={cluster} />,
        )}
        {plannedMission(change)?.clusters.map(cluster => (
          <ClusterChip key={cluster} cluster={{ name: cluster }} />
        ))}
        {document && fields.length > 0 && (
          <span className={styles.detailActions}>
            <Button
              size="small"
              variant="secondary"
              onPress={() => setAsYaml(!asYaml)}
            >
              {asYaml ? t('plan.showFields') : t('plan.showYaml')}
            </Button>
          </span>
        )}
      </div>
      <Notes change={change} />
      {fields.length > 0 && !showYaml && (
        <FieldDiff
          fields={fields}
          label={t('plan.fieldsOf', { object: name })}
        />
      )}
      {showYaml && (
        <pre
          className={styles.yaml}
          // A scrolled region must be reachable by keyboard.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          aria-label={t('plan.yamlOf', { object: name })}
        >
          {toYaml(document)}
        </pre>
      )}
    </div>
  );
};

/** What stands in the way: an owner, or with `takeOver: false` what no choice changes. */
function ownerKey(takeOver: boolean | undefined) {
  if (takeOver === undefined) {
    return 'plan.belongsTo';
  }
  return takeOver ? 'plan.takesOverFrom' : 'plan.inTheWay';
}

function Notes({ change }: { change: PlannedChange }) {
  const t = useText();
  const { irreversible, drift, deferredReason, conflictWith, takeOver } =
    change;
  return (
    <div className={styles.notes}>
      {drift && (
        <StatusMark tone="warn">
          {t('plan.driftedHow', { how: drift })}
        </StatusMark>
      )}
      {irreversible && (
        <StatusMark tone="warn">
          {t('plan.irreversibleBecause', { reason: irreversible })}
        </StatusMark>
      )}
      {conflictWith && (
        <StatusMark tone={takeOver ? 'warn' : 'fail'}>
          {t(ownerKey(takeOver), { owner: conflictWith })}
        </StatusMark>
      )}
      {deferredReason && (
        <StatusMark tone="idle">
          {t('plan.deferredBecause', { reason: deferredReason })}
        </StatusMark>
      )}
      {change.bounds?.map(bound => (
        <span key={bound} className={styles.bound}>
          <RiLock2Line aria-hidden="true" size={14} />{' '}
          {t('plan.bound', { bound })}
        </span>
      ))}
      {change.warnings?.map(warning => (
        <StatusMark key={warning} tone="warn">
          {warning}
        </StatusMark>
      ))}
      {change.note && <span>{change.note}</span>}
      {!!change.allocated?.length && (
        <span className={styles.muted}>
          {t('plan.allocated', { fields: change.allocated.join(', ') })}
        </span>
      )}
    </div>
  );
}
