import { setTimeout as delay } from 'node:timers/promises';
import type { Live } from './guardedWrite';
import type { WriteContext } from './send';
import { isPreconditionFailure } from './status';

const MAX_TRIES = 5;
const PAUSE_MS = 50;

/**
 * Compares an object with a dry run on it, which has its version as
 * precondition: what somebody else changed between the two would look like a
 * change of ours. Reads again while the object moves.
 */
export async function onLiveVersion<T>(
  { signal }: Pick<WriteContext, 'signal'>,
  options: {
    /** The object, when it was just read. */
    seen: Live | undefined;
    read(): Promise<Live>;
    compare(live: Live): Promise<T>;
  },
): Promise<T> {
  const { seen, read, compare } = options;
  let live = seen === undefined ? await read() : seen;
  for (let attempt = 1; ; attempt++) {
    try {
      return await compare(live);
    } catch (error) {
      if (!isPreconditionFailure(error) || attempt >= MAX_TRIES) {
        throw error;
      }
      await delay(PAUSE_MS * attempt, undefined, { signal });
      live = await read();
    }
  }
}
