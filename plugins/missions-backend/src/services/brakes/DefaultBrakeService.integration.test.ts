import { mockLogger } from '../../__testUtils__/mockLogger';
import { onlyUser } from '../../__testUtils__/onlyUser';
import { userCredentials } from '../../__testUtils__/credentials';
import { readFreezes } from '../../store';
import { engineDatabases } from '../../store/__testUtils__/databases';
import {
  startBraked,
  type BrakedEngine,
} from '../../worker/__testUtils__/startBraked';
import { DefaultBrakeService } from './DefaultBrakeService';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const credentials = userCredentials();

describe.each(ids)('DefaultBrakeService on %s', id => {
  let braked: BrakedEngine;
  const logger = mockLogger();

  beforeEach(async () => {
    braked = await startBraked(await databases.init(id));
  });

  afterEach(() => braked.engine.stop());

  /** The portal knows these clusters, and what they say of themselves. */
  const service = (uids: Record<string, string | undefined>) =>
    DefaultBrakeService.create({
      store: braked.engine.store,
      users: onlyUser('user:default/jane'),
      logger,
      registry: {
        list: async () =>
          Object.keys(uids).map(
            name =>
              ({
                connection: { name },
                guard: { environment: 'test' },
                provider: 'memory',
              } as never),
          ),
        status: async (name: string) => ({ uid: uids[name] } as never),
      },
    });
  const freeze = (uids: Record<string, string | undefined>, name: string) =>
    service(uids).freeze({
      credentials,
      request: { scope: 'cluster', name, reason: 'It moves' },
    });

  it('holds a cluster that is frozen under another of its names', async () => {
    const { uid } = braked.one;
    const frozen = await freeze({ one: uid, atoll: uid }, 'atoll');
    expect(frozen).not.toHaveProperty('clusterUid');
    const run = await braked.paint();
    await braked.engine.approve(run.id);
    await braked.isHeld(run.id);
    expect((await braked.target(run.id)).held?.freezeId).toBe(frozen.id);
    await service({}).lift({
      credentials,
      freezeId: frozen.id,
      reason: 'over',
    });
    await braked.engine.reaches(run.id, 'succeeded');
  });

  it('knows one that does not answer by the last run that found it', async () => {
    const run = await braked.paint();
    await braked.engine.approve(run.id);
    await braked.engine.reaches(run.id, 'succeeded');
    await freeze({ one: undefined }, 'one');
    const [kept] = await readFreezes({ tx: braked.engine.store.db });
    expect(kept.clusterUid).toBe(braked.one.uid);
  });

  it('answers that a freeze is lifted also where what it held cannot be told', async () => {
    const frozen = await braked.freeze();
    const run = await braked.paint();
    await braked.engine.approve(run.id);
    await braked.isHeld(run.id);
    const { store } = braked.engine;
    jest.spyOn(store, 'changeRun').mockRejectedValueOnce(new Error('away'));
    const left = await service({}).lift({
      credentials,
      freezeId: frozen.id,
      reason: 'over',
    });
    expect(left.freezes).toEqual([]);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining(frozen.id),
      expect.objectContaining({ message: 'away' }),
    );
    // It looks by itself when its time has come.
    await store
      .db('run_targets')
      .update({ wake_at: '2020-01-01T00:00:00.000Z' });
    await braked.engine.reaches(run.id, 'succeeded');
  });
});
