import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { isMissionError } from '@mission-control/plugin-missions-common';
import type { MissionService } from './MissionService';

/**
 * Does something with a mission. When that is missing, those who may read it
 * get what `GET /missions` says: what is wrong with its file, or that there is
 * none.
 */
export async function explainMissing<T>(
  options: {
    /** The authorized one. */
    missions: Pick<MissionService, 'get'>;
    credentials: BackstageCredentials;
    ref: string;
  },
  fn: () => Promise<T>,
): Promise<T> {
  const { missions, credentials, ref } = options;
  try {
    return await fn();
  } catch (error) {
    if (isMissionError(error) && error.code === 'NOT_FOUND') {
      await missions.get({ credentials, ref });
    }
    throw error;
  }
}
