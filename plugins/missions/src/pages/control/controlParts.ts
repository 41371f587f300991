import type { ViewState } from '@mission-control/plugin-missions-react';

/** What Mission Control is put together from. */
export type ControlPart =
  | 'clusters'
  | 'runs'
  | 'sequences'
  | 'upcoming'
  | 'queue';

/** The newest answer to each question that the page asks; runs are asked for in several. */
export type ControlParts = Record<ControlPart, readonly ViewState<unknown>[]>;

/** Parts that are missing or older than the rest, by why. */
export interface MissingParts {
  denied: ControlPart[];
  unanswered: ControlPart[];
}

/**
 * Parts of the page that the last question got no answer for. Where nothing is
 * answered any more the connection is lost, and no part is named.
 */
export function missingParts(parts: ControlParts): MissingParts {
  const isLost = Object.values(parts).flat().every(isUnanswered);
  const named = (is: (state: ViewState<unknown>) => boolean) =>
    (Object.keys(parts) as ControlPart[]).filter(part => parts[part].some(is));
  return {
    denied: named(({ kind }) => kind === 'denied'),
    unanswered: isLost ? [] : named(isUnanswered),
  };
}

function isUnanswered(state: ViewState<unknown>): boolean {
  return state.kind === 'error' || (state.kind === 'ready' && state.stale);
}
