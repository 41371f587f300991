import type { Status } from '@mission-control/plugin-missions-common';
import type { KeyPrint } from '../sealing';
import type { LivingReplica, Rotation } from '../store';
import { whyWaits } from './agreement';

/** The sealing keys, as people see them. */
export type SealingView = NonNullable<Status['sealing']>;

/** What of the keys is told: who waits, how far it is, which may go. */
export function rotationView(options: {
  /** Of this replica; the first one seals. */
  keys: readonly KeyPrint[];
  rotation: Rotation | undefined;
  /** Replicas that seal with another key. */
  others: readonly LivingReplica[];
}): SealingView {
  const { keys, rotation, others } = options;
  const [key] = keys;
  const own = rotation?.key.print === key.print ? rotation : undefined;
  const { total = 0, looked = 0, resealed = 0, shut = {} } = own ?? {};
  const state = stateOf(own, others);
  const older = keys.slice(1).map(({ id }) => ({
    id,
    use:
      state === 'done' && !shut[id]
        ? ('removable' as const)
        : ('opens' as const),
  }));
  const lost = Object.entries(shut).map(([id, { count, message }]) => ({
    id,
    use: 'shut' as const,
    count,
    message,
  }));
  return {
    key: key.id,
    state,
    message: {
      waiting: () => whyWaits(key, others),
      resealing: () => resealing(key, own),
      done: () => doneWords({ key, keys, rotation: own! }),
    }[state](),
    total: Math.max(total, looked),
    looked,
    resealed,
    keys: [{ id: key.id, use: 'seals' }, ...older, ...lost],
  };
}

/** What is told when everything was looked at, for the log and the API. */
export function doneWords(options: {
  key: KeyPrint;
  keys: readonly KeyPrint[];
  rotation: Pick<Rotation, 'shut'>;
}): string {
  const { key, keys, rotation } = options;
  const shut = Object.entries(rotation.shut);
  const free = keys
    .slice(1)
    .map(({ id }) => id)
    .filter(id => !rotation.shut[id]);
  return [
    shut.length === 0
      ? `Everything is sealed with the key '${key.id}'.`
      : `Everything that opens is sealed with the key '${key.id}'.`,
    ...shut.map(
      ([id, { count, runId, message }]) =>
        `${count} of the key '${id}' do not open, such as one of run ${runId}: ${message}.`,
    ),
    free.length > 0 &&
      `Nothing needs ${free
        .map(id => `'${id}'`)
        .join(', ')} any more: take it out of missions.sealing.keys.`,
  ]
    .filter(Boolean)
    .join(' ');
}

function stateOf(
  rotation: Rotation | undefined,
  others: readonly LivingReplica[],
): SealingView['state'] {
  if (others.length > 0) {
    return 'waiting';
  }
  return rotation?.finishedAt ? 'done' : 'resealing';
}

function resealing(key: KeyPrint, rotation: Rotation | undefined): string {
  return rotation
    ? `What other keys sealed is sealed anew with the key '${key.id}': ${
        rotation.looked
      } of ${Math.max(rotation.total, rotation.looked)} runs.`
    : `What other keys sealed is sealed anew with the key '${key.id}' soon.`;
}
