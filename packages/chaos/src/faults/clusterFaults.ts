import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './Fault';

const LATE_MS = 2_000;

const cluster: Fault = {
  name: 'cluster',
  weight: 4,
  async happen(world, random) {
    const name = random.pick(world.fleet.names);
    const kind = random.pick([
      'latency',
      'tooManyRequests',
      'internalError',
      'reset',
      'truncated',
    ] as const);
    const times = random.between(1, 10);
    world.fleet.setFaults(name, { kind, times, milliseconds: LATE_MS });
    await sleep(random.between(500, 3_000));
    world.fleet.setFaults(name);
    return `cluster ${name}: ${kind}, at most ${times} times`;
  },
};

/** What happens to clusters. */
export const clusterFaults: readonly Fault[] = [cluster];
