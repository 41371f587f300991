import type { ObjectRef } from '@mission-control/plugin-missions-common';
import type {
  BaseContext,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { readObject } from '../objects';
import { conditionFacts } from './conditionFacts';
import { failedContainer } from './failedContainer';
import { readLastWords } from './readLastWords';
import { readWarnings } from './readWarnings';

/** An action that waits for this is left behind after five seconds. */
const READ_MS = 3000;
const MAX_REASON = 300;

/** What the reading needs of a context. */
type CulpritContext = Pick<BaseContext<unknown>, 'cluster' | 'signal' | 'mask'>;

/**
 * What the cluster says about a failing object, for an error's details: its
 * conditions, newest warnings, and of a crashed container the last lines.
 * Never throws, and takes three seconds at most: it must not hide what failed.
 * What could not be read is named in `notRead`. Reads also when the time of the
 * step is up already.
 */
export async function lookAtCulprit(
  ctx: CulpritContext,
  ref: ObjectRef | undefined,
): Promise<Record<string, unknown> | undefined> {
  if (!ref) {
    return undefined;
  }
  const limit = AbortSignal.timeout(READ_MS);
  const signal = ctx.signal.aborted
    ? limit
    : AbortSignal.any([ctx.signal, limit]);
  const notRead: string[] = [];
  const attempt = async <T>(what: string, read: () => Promise<T>) => {
    try {
      return await read();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      notRead.push(`${what}: ${reason.slice(0, MAX_REASON)}`);
      return undefined;
    }
  };
  const [object, events] = await Promise.all([
    attempt('object', () => readObject(ctx.cluster, ref, signal)),
    attempt('events', () => readWarnings(ctx.cluster, ref, signal)),
  ]);
  const container = object ? failedContainer(object) : undefined;
  const log =
    container?.ended &&
    (await attempt('log', () =>
      readLastWords(ctx.cluster, { pod: ref, container }, signal),
    ));
  return ctx.mask({
    ...(container && { container: container.text }),
    ...conditionsOf(object),
    ...(events && events.length > 0 && { events }),
    ...(log &&
      log.length > 0 && { [container.restarted ? 'previousLog' : 'log']: log }),
    ...(notRead.length > 0 && { notRead }),
  });
}

function conditionsOf(object: KubernetesObject | null | undefined): {
  conditions?: unknown;
} {
  const conditions = object ? conditionFacts(object) : [];
  return conditions.length > 0 ? { conditions } : {};
}
