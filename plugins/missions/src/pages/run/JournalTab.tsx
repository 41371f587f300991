import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  JournalEntry,
  JournalEntryStateEnum,
} from '@mission-control/plugin-missions-common';
import {
  DataTable,
  EmptyState,
  objectName,
  RelativeTime,
  StatusMark,
  type StateMeta,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import styles from './Run.module.css';

/** A write is no verdict: only its failure has a tone. */
const entryMeta = {
  intent: { tone: 'run', word: 'about to be written' },
  done: { tone: 'idle', word: 'written' },
  undone: { tone: 'idle', word: 'taken back' },
  failed: { tone: 'fail', word: 'refused' },
} as const satisfies Record<JournalEntryStateEnum, StateMeta>;

export interface JournalTabProps {
  entries: readonly JournalEntry[];
  cluster: string;
}

/** Every write in order, with what was kept of before. */
export function JournalTab({ entries, cluster }: JournalTabProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  if (entries.length === 0) {
    return (
      <EmptyState title={t('run.noJournalTitle')}>
        {t('run.noJournalText')}
      </EmptyState>
    );
  }
  return (
    <DataTable
      label={t('run.journalOf', { cluster })}
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
            </>
          ),
        },
        { id: 'verb', title: t('run.journalWrite'), cell: entry => entry.verb },
        {
          id: 'state',
          title: t('run.journalState'),
          cell: entry => (
            <>
              <StatusMark tone={entryMeta[entry.state].tone} still>
                {entryMeta[entry.state].word}
              </StatusMark>
              {entry.irreversible && (
                <span className={styles.second}>{entry.irreversible}</span>
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
