import {
  MissionError,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type { OpenIntent } from './openIntents';

/**
 * What an action is refused with that ended while writes were open which it
 * declared: nobody knows whether they happened. Undefined: there are none.
 * @public
 */
export function leftOpen(
  who: string,
  open: readonly OpenIntent[],
): MissionError | undefined {
  if (open.length === 0) {
    return undefined;
  }
  const named = open.map(
    ({ verb, object }) => `'${verb}' of ${nameOfObject(object)}`,
  );
  return new MissionError(
    'WRITE_NOT_COMPLETED',
    `${who} ended without telling its journal what became of ${named.join(
      ', ',
    )}`,
    { object: open[0].object },
  );
}
