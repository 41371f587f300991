import { onlyUser } from '../../__testUtils__/onlyUser';
import { userCredentials } from '../../__testUtils__/credentials';
import { engineDatabases } from '../../store/__testUtils__/databases';
import {
  houseIsBlue,
  paintHouse,
  startAtRedHouse,
} from '../../worker/__testUtils__/house';
import type { MemoryCluster } from '../../worker/__testUtils__/MemoryCluster';
import type { TestEngine } from '../../worker/__testUtils__/TestEngine';
import { DefaultRunService } from './DefaultRunService';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

describe.each(ids)('DefaultRunService.planMarkdown on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;

  beforeEach(async () => {
    ({ engine, one } = await startAtRedHouse(await databases.init(id)));
  });

  const markdownOf = (runId: string) =>
    DefaultRunService.create({
      store: engine.store,
      creator: {} as never,
      users: onlyUser('user:default/ann'),
    }).planMarkdown({ runId, credentials: userCredentials() });

  afterEach(() => engine.stop());

  it('tells mission, version, parameters and who acts, all that the hash is over', async () => {
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
    const text = await markdownOf(run.id);
    expect(text).toContain(
      `| Mission | \`test/mission\`, version \`${run.missionVersion}\` |`,
    );
    expect(text).toContain('| `colour` | `blue` |');
    expect(text).toContain('| `token` | `***` |');
    expect(text).toContain('| Acts as | `system:test` |');
    expect(text).not.toContain('hunter2');
  });

  it('tells what waits for an approval of its own, as long as it does', async () => {
    const { id: runId } = await engine.start({
      steps: [paintHouse],
      verify: [houseIsBlue],
    });
    await engine.asks(runId);
    expect(await markdownOf(runId)).not.toContain('Waits for');
    one.objects.set('house', { data: 'green' });
    await engine.approve(runId);
    await engine.asks(runId);
    const [drift] = await engine.openApprovals(runId);
    const text = await markdownOf(runId);
    expect(text).toContain('## Waits for an approval of its own: one');
    expect(text).toContain(`| Hash of what is asked for | \`${drift.hash}\` |`);
    expect(text).toContain('| `data` | `green` |');
    await engine.approve(runId);
    await engine.reaches(runId, 'succeeded');
    expect(await markdownOf(runId)).not.toContain('Waits for');
  });
});
