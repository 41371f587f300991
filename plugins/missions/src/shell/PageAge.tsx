import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  LiveMark,
  RelativeTime,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../translation';

/** What a page asks for again and again, or how old its answer is. */
export type Polled =
  | ViewState<unknown>
  | { kind: 'ready'; asOf: Date; stale: boolean };

/** How old the oldest part of a page is; says so loudly when the connection is lost. */
export function PageAge({ polled }: { polled: readonly Polled[] }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const ready = polled.filter(
    (state): state is Extract<Polled, { asOf: Date }> => state.kind === 'ready',
  );
  const stale = ready.filter(state => state.stale);
  const told = stale.length > 0 ? stale : ready;
  if (told.length === 0) {
    return null;
  }
  const asOf = new Date(Math.min(...told.map(state => Number(state.asOf))));
  return (
    <LiveMark liveness={stale.length > 0 ? 'stale' : 'live'} asOf={asOf}>
      <span>
        {t('shell.asOf')} <RelativeTime date={asOf} />
      </span>
    </LiveMark>
  );
}
