import { Agent, get } from 'node:https';
import type { BenchProcess } from '../processes/forkBench';
import { Fleet } from './Fleet';
import { ASKED_PATH, type Asked } from './types';

jest.setTimeout(60_000);

const ASKED: Asked = { milliseconds: 1, most: { rss: 1, heap: 1 } };

describe('Fleet', () => {
  let fleet: Fleet;
  let agent: Agent;

  beforeAll(async () => {
    fleet = await Fleet.start({ count: 2, delayMs: 1, closeAfterMs: 0 });
  });

  beforeEach(() => {
    agent = new Agent({ keepAlive: true, ca: fleet.addresses.ca });
  });

  afterEach(() => agent.destroy());

  afterAll(() => fleet?.stop());

  const ask = (cluster: number) =>
    new Promise((resolve, reject) => {
      const url = `${fleet.addresses.servers[cluster]}${ASKED_PATH}`;
      get(url, { agent }, response => {
        response.resume().on('end', resolve);
      }).on('error', reject);
    });

  /** A process that asks these clusters, one after the other. */
  const asks = (...clusters: readonly number[]) =>
    ({
      ask: async () => {
        for (const cluster of clusters) {
          await ask(cluster);
        }
        return ASKED;
      },
    } as unknown as BenchProcess);

  it('tells what each cluster saw', async () => {
    expect(await fleet.measure(asks(1, 0), {})).toEqual({
      ...ASKED,
      requests: 1,
      opened: 1,
    });
    expect(await fleet.measure(asks(1, 0), {})).toMatchObject({ opened: 0 });
  });

  it('refuses figures of a process that left a cluster out', async () => {
    await expect(fleet.measure(asks(1), {})).rejects.toThrow(
      '1 clusters were not asked, 0 more than once',
    );
  });

  it('refuses figures of a process that asked a cluster twice', async () => {
    await expect(fleet.measure(asks(0, 1, 0), {})).rejects.toThrow(
      '0 clusters were not asked, 1 more than once',
    );
  });

  it('refuses clients that keep connections open', async () => {
    await fleet.measure(asks(0, 1), {});
    await expect(fleet.areLeft({ withinMs: 1 })).rejects.toThrow(
      '2 connections that nobody uses stay open',
    );
    agent.destroy();
    await expect(fleet.areLeft()).resolves.toBeUndefined();
  });
});
