import { useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { missionsApiRef } from '@mission-control/plugin-missions-react';
import { writesOf, type RunWrites, type WritesOf } from './writes';

/**
 * Reads the journals of those ended runs that somebody asks about. What a run
 * wrote does not change after its end, so each is read once; one that could not
 * be read is asked for again with the next list.
 */
export function useWrites(): WritesOf {
  const api = useApi(missionsApiRef);
  const [known, setKnown] = useState<ReadonlyMap<string, RunWrites>>(new Map());
  const asking = useRef(new Set<string>());
  const wanted = new Set<string>();
  const of = (runId: string) => {
    const writes = known.get(runId);
    if (!writes) {
      wanted.add(runId);
    }
    return writes;
  };
  useEffect(() => {
    for (const runId of wanted) {
      if (!asking.current.has(runId)) {
        asking.current.add(runId);
        api
          .listJournal(runId)
          .then(entries =>
            setKnown(before => new Map(before).set(runId, writesOf(entries))),
          )
          .catch(() => asking.current.delete(runId));
      }
    }
  });
  return of;
}
