import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './Fault';

/** The lease of a worker, and then some. */
const SUSPENDED_MS = 12_000;

const kill: Fault = {
  name: 'kill',
  weight: 8,
  async happen(world, random) {
    const place = random.between(0, world.engines.length - 1);
    const engine = world.engines[place];
    await engine.signal('SIGKILL');
    await engine.exited;
    await world.restart(place);
    return `engine ${place} was killed`;
  },
};

const killAll: Fault = {
  name: 'kill all',
  weight: 2,
  fits: world => world.engines.length > 1,
  async happen(world) {
    await Promise.all(
      world.engines.map(async engine => {
        await engine.signal('SIGKILL');
        await engine.exited;
      }),
    );
    await Promise.all(
      world.engines.map((_engine, place) => world.restart(place)),
    );
    return 'all engines were killed';
  },
};

const suspend: Fault = {
  name: 'suspend',
  weight: 1,
  async happen(world, random) {
    const place = random.between(0, world.engines.length - 1);
    const engine = world.engines[place];
    await engine.signal('SIGSTOP');
    await sleep(SUSPENDED_MS);
    await engine.signal('SIGCONT');
    return `engine ${place} stood still for ${SUSPENDED_MS / 1_000} s`;
  },
};

const sever: Fault = {
  name: 'sever',
  weight: 2,
  fits: world => world.database.sever !== undefined,
  async happen(world) {
    await world.database.sever!();
    return 'all connections to the database were cut';
  },
};

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
    world.fleet.setFaults(name, { kind, times, milliseconds: 2_000 });
    await sleep(random.between(500, 3_000));
    world.fleet.setFaults(name);
    return `cluster ${name}: ${kind}, at most ${times} times`;
  },
};

/** All of them. */
export const faults: readonly Fault[] = [
  kill,
  killAll,
  suspend,
  sever,
  cluster,
];
