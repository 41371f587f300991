import type { MissionsApiError } from '../api';

/** Data with its age. @public */
export interface ReadyState<T> {
  readonly kind: 'ready';
  readonly data: T;
  /** When the backend last answered. */
  readonly asOf: Date;
  /** The last question got no answer: what is shown may be old. */
  readonly stale: boolean;
  readonly refresh: () => Promise<void>;
}

/** What a page shows: exactly one of four things. @public */
export type ViewState<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'denied'; readonly error: MissionsApiError }
  | {
      readonly kind: 'error';
      readonly error: MissionsApiError;
      readonly retry: () => void;
    }
  | ReadyState<T>;

/** Applies a function to the data of a ready state. @public */
export function mapReady<T, U>(
  state: ViewState<T>,
  map: (data: T) => U,
): ViewState<U> {
  return state.kind === 'ready' ? { ...state, data: map(state.data) } : state;
}
