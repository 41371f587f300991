import { useApi } from '@backstage/core-plugin-api';
import type { Run } from '@mission-control/plugin-missions-common';
import {
  mapReady,
  missionsApiRef,
  usePolled,
  type ViewState,
} from '@mission-control/plugin-missions-react';

/** Whether the person may take back a run, and until when anybody could: the server says so with the run itself. */
export function useMayUndo(options: {
  runId: string;
  /** Asked anew when this undo of it moved on. */
  undo: Pick<Run, 'eventSeq'>;
}): ViewState<{ may: boolean; until?: Date }> {
  const { runId, undo } = options;
  const api = useApi(missionsApiRef);
  const state = usePolled(() => api.getRun(runId), {
    key: `${runId} ${undo.eventSeq}`,
    about: runId,
  });
  return mapReady(state, ({ allowed, undoUntil }) => ({
    may: allowed.includes('undo'),
    until: undoUntil,
  }));
}
