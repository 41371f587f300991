import type { ReactNode } from 'react';
import type { ReadyState, ViewState } from '../../hooks';
import { DeniedState } from '../DeniedState';
import { ErrorState } from '../ErrorState';
import { LoadingState } from '../LoadingState';

/** Props of {@link StateGate}. @public */
export interface StateGateProps<T> {
  state: ViewState<T>;
  /** What is on its way, for screen readers. */
  loadingLabel: string;
  /** What an error means for the clusters. */
  errorMeaning?: string;
  children: (data: T, state: ReadyState<T>) => ReactNode;
}

/** Shows loading, denied and error; calls its child when there is data. @public */
export function StateGate<T>(props: StateGateProps<T>) {
  const { state, loadingLabel, errorMeaning, children } = props;
  switch (state.kind) {
    case 'loading':
      return <LoadingState label={loadingLabel} />;
    case 'denied':
      return <DeniedState error={state.error} />;
    case 'error':
      return (
        <ErrorState
          error={state.error}
          meaning={errorMeaning}
          retry={state.retry}
        />
      );
    default:
      return <>{children(state.data, state)}</>;
  }
}
