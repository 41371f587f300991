import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  JournalEntry,
  PlannedChange,
} from '@mission-control/plugin-missions-common';
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
import { EntryMark } from './EntryMark';
import { unplannedWrites, writesOf } from './plannedWrites';
import { WrittenFields } from './WrittenFields';
import styles from './Run.module.css';

export interface ChangesTabProps {
  changes: readonly PlannedChange[];
  /** What was written, to say what became of what was not known before. */
  entries: readonly JournalEntry[];
  /** The run still has to make the plan of this cluster. */
  awaitsPlan: boolean;
}

/** What the plan says about the objects of a step, and what became of what it left open. */
export function ChangesTab(props: ChangesTabProps) {
  const { changes, entries, awaitsPlan } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const later = unplannedWrites(changes, entries);
  if (changes.length === 0 && later.length === 0) {
    return awaitsPlan ? (
      <EmptyState title={t('run.noPlanTitle')}>
        {t('run.noPlanText')}
      </EmptyState>
    ) : (
      <EmptyState title={t('run.noChangesTitle')} />
    );
  }
  const open = changes.length + later.length <= 2;
  return (
    <ul className={styles.changes}>
      {changes.map(change => (
        <li key={objectName(change.object)}>
          <Planned
            change={change}
            became={change.kind === 'deferred' ? writesOf(change, entries) : []}
            open={open}
          />
        </li>
      ))}
      {later.map(entry => (
        <li key={entry.seq}>
          <details open={open}>
            <summary>
              <b aria-hidden="true">{changeMeta.deferred.mark}</b>
              <code>{objectName(entry.object)}</code>
              <span className={styles.muted}>{t('run.changeKnownLater')}</span>
              <EntryMark entry={entry} />
            </summary>
            <Became entry={entry} />
          </details>
        </li>
      ))}
    </ul>
  );
}

interface PlannedProps {
  change: PlannedChange;
  became: readonly JournalEntry[];
  open: boolean;
}

function Planned({ change, became, open }: PlannedProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useStateWords();
  const name = objectName(change.object);
  const document = change.desired ?? change.live;
  const last = became[became.length - 1];
  return (
    <details open={open}>
      <summary>
        <b aria-hidden="true">{changeMeta[change.kind].mark}</b>
        <code>{name}</code>
        <span className={styles.muted}>{words.change(change.kind)}</span>
        {last && <EntryMark entry={last} />}
        {change.irreversible && (
          <StatusMark tone="warn">{t('run.irreversible')}</StatusMark>
        )}
      </summary>
      {change.deferredReason && (
        <p className={styles.changeNote}>
          {t('run.changeDeferred', { reason: change.deferredReason })}
        </p>
      )}
      {became.map(entry => (
        <Became key={entry.seq} entry={entry} />
      ))}
      {change.fields?.length ? (
        <FieldDiff fields={change.fields} label={name} />
      ) : (
        document && (
          <>
            {change.kind === 'deferred' && (
              <p className={styles.changeNote}>{t('run.changeAsPlanned')}</p>
            )}
            <pre>{toYaml(document)}</pre>
          </>
        )
      )}
    </details>
  );
}

/** What a write made of an object that the plan could not tell in full. */
function Became({ entry }: { entry: JournalEntry }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const name = objectName(entry.object);
  return (
    <>
      <p className={styles.changeNote}>
        {entry.changed === false
          ? t('run.journalSame')
          : t(entry.priorExisted ? 'run.becameChanged' : 'run.becameCreated')}
      </p>
      {!!entry.fields?.length && (
        <div className={styles.became}>
          <WrittenFields
            fields={entry.fields}
            label={t('run.fieldsOf', { object: name })}
          />
        </div>
      )}
    </>
  );
}
