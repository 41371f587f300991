import { onlyUser } from '../../__testUtils__/onlyUser';
import { userCredentials } from '../../__testUtils__/credentials';
import { engineDatabases } from '../../store/__testUtils__/databases';
import { paintHouse, startAtRedHouse } from '../../worker/__testUtils__/house';
import type { TestEngine } from '../../worker/__testUtils__/TestEngine';
import { DefaultRunService } from './DefaultRunService';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

describe.each(ids)('DefaultRunService.planMarkdown on %s', id => {
  let engine: TestEngine;

  beforeEach(async () => {
    ({ engine } = await startAtRedHouse(await databases.init(id)));
  });

  afterEach(() => engine.stop());

  it('tells mission, version, parameters and who acts, all that the hash is over', async () => {
    const { store } = engine;
    const run = await engine.start(
      {
        parameters: {
          properties: {
            colour: { type: 'string' },
            token: { type: 'string', secret: true },
          },
        },
        steps: [paintHouse],
      },
      { parameters: { colour: 'blue' }, secrets: { token: 'hunter2-hunter2' } },
    );
    await engine.asks(run.id);
    const service = DefaultRunService.create({
      store,
      creator: {} as never,
      users: onlyUser('user:default/ann'),
    });
    const text = await service.planMarkdown({
      runId: run.id,
      credentials: userCredentials(),
    });
    expect(text).toContain(
      `| Mission | \`test/mission\`, version \`${run.missionVersion}\` |`,
    );
    expect(text).toContain('| `colour` | `blue` |');
    expect(text).toContain('| `token` | `***` |');
    expect(text).toContain('| Acts as | `system:test` |');
    expect(text).not.toContain('hunter2');
  });
});
