import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './Fault';

/** The lease of a worker, and then some. */
const SUSPENDED_MS = 12_000;
/** Clocks are wrong by as much as this, either way. */
const SKEW_MS = 30_000;

const kill: Fault = {
  name: 'kill',
  weight: 8,
  async happen(world, random) {
    const place = random.between(0, world.engines.length - 1);
    await world.kill(place);
    await world.restart(place);
    return `engine ${place} was killed`;
  },
};

const killAll: Fault = {
  name: 'kill all',
  weight: 2,
  fits: world => world.engines.length > 1,
  async happen(world) {
    await Promise.all(world.engines.map((_engine, place) => world.kill(place)));
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
    return `engine ${place} stood still for ${seconds(SUSPENDED_MS)}`;
  },
};

const clock: Fault = {
  name: 'clock',
  weight: 3,
  async happen(world, random) {
    const place = random.between(0, world.engines.length - 1);
    const skewMs = random.between(-SKEW_MS, SKEW_MS);
    await world.setClock(place, skewMs);
    return `the clock of engine ${place} is wrong by ${seconds(skewMs)}`;
  },
};

const pool: Fault = {
  name: 'pool',
  weight: 1,
  async happen(world, random) {
    const place = random.between(0, world.engines.length - 1);
    // Longer than a lease, at times.
    const milliseconds = random.between(1_000, SUSPENDED_MS);
    await world.engines[place].holdPool({ milliseconds });
    await sleep(milliseconds);
    return `the pool of engine ${place} was taken for ${seconds(milliseconds)}`;
  },
};

/** What happens to engines. */
export const engineFaults: readonly Fault[] = [
  kill,
  killAll,
  suspend,
  clock,
  pool,
];

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
