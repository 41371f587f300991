import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  JournalEntry,
  JournalEntryStateEnum,
} from '@mission-control/plugin-missions-common';
import { StatusMark, type Tone } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';

/** A write is no verdict: only its failure has a tone. */
const entryTones = {
  intent: 'run',
  done: 'idle',
  undone: 'idle',
  failed: 'fail',
} as const satisfies Record<JournalEntryStateEnum, Tone>;
const entryKeys = {
  intent: 'run.entryIntent',
  done: 'run.entryDone',
  undone: 'run.entryUndone',
  failed: 'run.entryFailed',
} as const satisfies Record<JournalEntryStateEnum, string>;

/** How a write of the journal stands. */
export function EntryMark({ entry }: { entry: JournalEntry }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  return (
    <StatusMark tone={entryTones[entry.state]} still>
      {t(entryKeys[entry.state])}
    </StatusMark>
  );
}
