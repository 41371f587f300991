import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaosServer } from '../databases/ChaosDatabase';
import type { Random } from '../random/createRandom';
import type { Fault } from './Fault';

const SECOND_MS = 1_000;

/** A fault that only a server can have. */
function ofServer(options: {
  name: string;
  weight: number;
  happen(server: ChaosServer, random: Random): Promise<string>;
}): Fault {
  const { happen, ...fault } = options;
  return {
    ...fault,
    fits: ({ database }) => database.server !== undefined,
    happen: ({ database }, random) => happen(database.server!, random),
  };
}

const sever = ofServer({
  name: 'sever',
  weight: 2,
  async happen(server) {
    await server.sever();
    return 'all connections to the database were cut';
  },
});

const killed = ofServer({
  name: 'database killed',
  weight: 2,
  async happen(server, random) {
    const away = random.between(1, 10) * SECOND_MS;
    await server.kill();
    await sleep(away);
    await server.start();
    return `the database was killed, and away for ${away / SECOND_MS} s`;
  },
});

const shutDown = ofServer({
  name: 'database shut down',
  weight: 1,
  async happen(server, random) {
    const away = random.between(1, 10) * SECOND_MS;
    await server.shutDown();
    await sleep(away);
    await server.start();
    return `the database was shut down for ${away / SECOND_MS} s`;
  },
});

const closed = ofServer({
  name: 'database closed',
  weight: 1,
  async happen(server, random) {
    const away = random.between(1, 6) * SECOND_MS;
    await server.setOpen(false);
    await sleep(away);
    await server.setOpen(true);
    return `the database took no connections for ${away / SECOND_MS} s`;
  },
});

const crowded = ofServer({
  name: 'database crowded',
  weight: 1,
  async happen(server, random) {
    const away = random.between(1, 6) * SECOND_MS;
    const leave = await server.crowd();
    await sleep(away);
    await leave();
    return `the database had no connection left for ${away / SECOND_MS} s`;
  },
});

const full: Fault = {
  name: 'disk full',
  weight: 1,
  fits: ({ database: { server, disk } }) => !server || disk !== undefined,
  async happen(world, random) {
    const milliseconds = random.between(1, 6) * SECOND_MS;
    const { disk, server } = world.database;
    if (disk && server) {
      await disk.fill();
      await sleep(milliseconds);
      await disk.free();
      // Where it finds no place for its log, it ends.
      await server.start();
    } else {
      await world.engines[0].fillFile({ milliseconds });
      await sleep(milliseconds);
    }
    return `the disk was full for ${milliseconds / SECOND_MS} s`;
  },
};

/** What happens to the database. */
export const databaseFaults: readonly Fault[] = [
  sever,
  killed,
  shutDown,
  closed,
  crowded,
  full,
];
