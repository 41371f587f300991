import { Sealer, type SealingKey } from '../../sealing';
import type { NewRun, RunRecord } from '../../store';
import { engineDatabases } from '../../store/__testUtils__/databases';
import { houseIsBlue, paintHouse } from '../../worker/__testUtils__/house';
import { MemoryCluster } from '../../worker/__testUtils__/MemoryCluster';
import { TestEngine } from '../../worker/__testUtils__/TestEngine';
import { shownParameters } from './shownParameters';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const keyOf = (name: string, byte: number): SealingKey => ({
  id: name,
  key: Buffer.alloc(32, byte),
});
const [before, after] = [keyOf('before', 7), keyOf('after', 9)];

describe.each(ids)('the parameters that are shown of a run on %s', id => {
  let engine: TestEngine;
  let reopen: (key: SealingKey) => Promise<void>;

  beforeEach(async () => {
    const db = await databases.init(id);
    reopen = async key => {
      engine = await TestEngine.create(db, [new MemoryCluster('one')], {
        sealer: new Sealer([key]),
      });
    };
    await reopen(before);
  });

  afterEach(() => engine.stop());

  const start = (secrets?: NewRun['secrets']) =>
    engine.start(
      {
        parameters: {
          properties: {
            colour: { type: 'string' },
            token: { type: 'string', secret: true },
            login: {
              type: 'object',
              properties: { password: { type: 'string', secret: true } },
            },
          },
        },
        steps: [paintHouse],
        verify: [houseIsBlue],
      },
      { parameters: { colour: 'blue' }, secrets },
    );
  const shown = (run: RunRecord) => shownParameters(engine.store, run);

  it('tell a secret that was given from one that was not', async () => {
    expect(await shown(await start({ token: 'hunter2-hunter2' }))).toEqual({
      colour: 'blue',
      token: '***',
      login: null,
    });
  });

  it('hold no secret where none was given', async () => {
    expect(await shown(await start())).toEqual({
      colour: 'blue',
      token: null,
      login: null,
    });
  });

  it('mask every secret while nobody can tell which were given', async () => {
    const run = await start({ token: 'hunter2-hunter2' });
    await engine.stop();
    await reopen(after);
    expect(await shown(run)).toEqual({
      colour: 'blue',
      token: '***',
      login: '***',
    });
  });
});
