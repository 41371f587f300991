import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { JournalEntry } from '@mission-control/plugin-missions-common';
import {
  DataTable,
  EmptyState,
  objectName,
  RelativeTime,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import { EntryMark } from './EntryMark';
import { WrittenFields } from './WrittenFields';
import styles from './Run.module.css';

export interface JournalTabProps {
  entries: readonly JournalEntry[];
  /** Absent of a sequence, which has none. */
  cluster?: string;
  /** Entries of the other steps on the cluster. */
  elsewhere?: number;
}

/** Every write in order, with what was kept of before. */
export function JournalTab(props: JournalTabProps) {
  const { entries, cluster, elsewhere = 0 } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  if (entries.length === 0) {
    return elsewhere > 0 ? (
      <EmptyState title={t('run.noJournalHereTitle')}>
        {t(cluster ? 'run.noJournalHereText' : 'sequence.noJournalHere', {
          count: elsewhere,
        })}
      </EmptyState>
    ) : (
      <EmptyState title={t('run.noJournalTitle')}>
        {t('run.noJournalText')}
      </EmptyState>
    );
  }
  return (
    <DataTable
      label={
        cluster ? t('run.journalOf', { cluster }) : t('sequence.journalOf')
      }
      rows={entries}
      rowId={entry => String(entry.seq)}
      columns={[
        {
          id: 'object',
          title: t('run.journalObject'),
          rowHeader: true,
          cell: entry => (
            <>
              <code className={styles.break}>{objectName(entry.object)}</code>
              <span className={styles.second}>
                {entry.priorExisted
                  ? t('run.journalBefore')
                  : t('run.journalCreated')}
              </span>
              {entry.changed === false && (
                <span className={styles.second}>{t('run.journalSame')}</span>
              )}
              {!!entry.fields?.length && (
                <details className={styles.fields}>
                  <summary>
                    {t('run.fields', { count: entry.fields.length })}
                  </summary>
                  <WrittenFields
                    fields={entry.fields}
                    label={t('run.fieldsOf', {
                      object: objectName(entry.object),
                    })}
                  />
                </details>
              )}
            </>
          ),
        },
        { id: 'verb', title: t('run.journalWrite'), cell: entry => entry.verb },
        {
          id: 'state',
          title: t('run.journalState'),
          cell: entry => (
            <>
              <EntryMark entry={entry} />
              {entry.refusal && (
                <span className={styles.second}>
                  {entry.refusal.message} <code>{entry.refusal.code}</code>
                </span>
              )}
              {entry.keptReason && (
                <span className={styles.second}>
                  {t('run.entryKept', { reason: entry.keptReason })}
                </span>
              )}
              {entry.irreversible && (
                <span className={styles.second}>{entry.irreversible}</span>
              )}
              {entry.unseen && (
                <span className={styles.second}>
                  {t('run.entryUnseen', { unseen: entry.unseen })}
                </span>
              )}
            </>
          ),
        },
        {
          id: 'when',
          title: t('run.journalWhen'),
          align: 'end',
          wideOnly: true,
          cell: entry => <RelativeTime date={entry.at} />,
        },
      ]}
    />
  );
}
