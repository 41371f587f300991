import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  Brakes,
  Freeze,
  SetFreezeRequest,
} from '@mission-control/plugin-missions-common';

/** Freezes and change windows: what holds the writes of missions. */
export interface BrakeService {
  /** What holds now, and what the asking user may do about it. */
  get(options: { readonly credentials: BackstageCredentials }): Promise<Brakes>;
  /** Throws INPUT_INVALID, CLUSTER_UNKNOWN. */
  freeze(options: {
    readonly credentials: BackstageCredentials;
    readonly request: SetFreezeRequest;
  }): Promise<Freeze>;
  /** Throws NOT_FOUND, STATE_REFUSED for one that is lifted already. */
  lift(options: {
    readonly credentials: BackstageCredentials;
    readonly freezeId: string;
    readonly reason: string;
  }): Promise<Brakes>;
}
