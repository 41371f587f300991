import type {
  ErrorCode,
  MissionErrorOptions,
} from '@mission-control/plugin-missions-common';

/** What an answer comes to, before it is an error. */
export interface Verdict {
  readonly code: ErrorCode;
  readonly message: string;
  readonly options?: MissionErrorOptions;
}
