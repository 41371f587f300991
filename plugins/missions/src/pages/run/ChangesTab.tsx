import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { PlannedChange } from '@mission-control/plugin-missions-common';
import {
  changeMeta,
  EmptyState,
  FieldDiff,
  objectName,
  StatusMark,
  toYaml,
  useStateWords,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import styles from './Run.module.css';

/** What the plan says about the objects of a step. */
export function ChangesTab({ changes }: { changes: readonly PlannedChange[] }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useStateWords();
  if (changes.length === 0) {
    return (
      <EmptyState title={t('run.noChangesTitle')}>
        {t('run.noChangesText')}
      </EmptyState>
    );
  }
  return (
    <ul className={styles.changes}>
      {changes.map(change => {
        const name = objectName(change.object);
        const document = change.desired ?? change.live;
        return (
          <li key={name}>
            <details open={changes.length <= 2}>
              <summary>
                <b aria-hidden="true">{changeMeta[change.kind].mark}</b>
                <code>{name}</code>
                <span className={styles.muted}>
                  {words.change(change.kind)}
                </span>
                {change.irreversible && (
                  <StatusMark tone="warn">{t('run.irreversible')}</StatusMark>
                )}
              </summary>
              {change.fields?.length ? (
                <FieldDiff fields={change.fields} label={name} />
              ) : (
                document && <pre>{toYaml(document)}</pre>
              )}
            </details>
          </li>
        );
      })}
    </ul>
  );
}
