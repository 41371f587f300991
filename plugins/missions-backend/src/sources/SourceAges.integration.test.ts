import { Store } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import {
  forgetOtherSources,
  saveMissions,
} from '../store/operations/saveMissions';
import type { MissionSource } from './MissionSource';
import { SourceAges } from './SourceAges';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

const source = (name: string, everySeconds: number): MissionSource => ({
  name,
  location: name,
  isDirectory: false,
  everySeconds,
  read: async () => ({ files: [], unreadable: [] }),
  readBeside: async () => [],
});
const far = source('far', 600);
const near = source('near', 60);
/** Three reads that did not come, and the time of one. */
const FAR_LONG_MS = 1_920_000;
const NEAR_LONG_MS = 300_000;

describe.each(ids)('SourceAges on %s', id => {
  let store: Store;
  /** What the clock of the process shows. */
  let elapsedMs: number;
  let ages: SourceAges;

  beforeEach(async () => {
    store = await Store.create({ database: await databases.init(id) });
    elapsedMs = 5_000;
    jest.spyOn(performance, 'now').mockImplementation(() => elapsedMs);
    ages = SourceAges.create({ sources: [far, near], store });
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await store.close();
  });

  const ago = async (ms: number) =>
    new Date((await store.now()).getTime() - ms).toISOString();
  /** Another process, or this one, read a source so long ago; null: it gave nothing. */
  const read = async ({ name }: MissionSource, ms: number, gave = true) => {
    const now = await ago(ms);
    await store.transaction(tx =>
      saveMissions({
        tx,
        source: name,
        missions: gave ? [] : undefined,
        problems: [],
        now,
      }),
    );
  };

  it('names no source before it could be read, however old its last read is', async () => {
    await read(near, 86_400_000);
    elapsedMs += NEAR_LONG_MS;
    expect(await ages.trouble).toBeUndefined();
  });

  it('names those that nobody could read since long, with the time of the last read', async () => {
    await read(far, FAR_LONG_MS - 30_000);
    await read(near, NEAR_LONG_MS + 30_000);
    elapsedMs += FAR_LONG_MS + 1;
    const trouble = await ages.trouble;
    const since = trouble!.since.toISOString();
    expect(trouble).toEqual({
      since: expect.any(Date),
      message: `Missions are not renewed: source 'near' was read last at ${since}.`,
      remedy: expect.stringContaining('GET /mission-problems'),
    });
    await read(near, 0);
    expect(await ages.trouble).toBeUndefined();
  });

  it('says of what was never read that it was not, since the process began', async () => {
    await read(near, 0);
    elapsedMs += FAR_LONG_MS + 1;
    const { since, message } = (await ages.trouble)!;
    expect(message).toBe(
      "Missions are not renewed: source 'far' was never read.",
    );
    const age = (await store.now()).getTime() - since.getTime();
    expect(Math.abs(age - FAR_LONG_MS)).toBeLessThan(30_000);
  });

  it('does not count an answer without missions as read', async () => {
    await read(far, FAR_LONG_MS + 30_000);
    await read(far, 0, false);
    await read(near, 0);
    elapsedMs += FAR_LONG_MS + 1;
    expect((await ages.trouble)?.message).toContain("source 'far' was read");
  });

  it('forgets when a source was read that is configured no more', async () => {
    await read(far, 0);
    await store.transaction(tx =>
      forgetOtherSources({ tx, sources: ['near'] }),
    );
    expect(await store.db('source_reads')).toEqual([]);
  });
});
