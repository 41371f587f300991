import { TestDatabases } from '@backstage/backend-test-utils';
import { propertyOptions } from '@mission-control/plugin-missions-backend/testUtils';
import fc from 'fast-check';
import { expectFilters, expectRun } from './agreement';
import { personCommands } from './commands';
import type { Comparison } from './Comparison';
import { ModelPortal } from './ModelPortal';
import { ReferenceModel } from './ReferenceModel';

jest.setTimeout(30 * 60_000);

const SEQUENCES = 8;
const MAX_COMMANDS = 63;

const hasPostgres =
  process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING;
const databases = TestDatabases.create({
  ids: hasPostgres ? ['SQLITE_3', 'POSTGRES_18'] : ['SQLITE_3'],
});

describe.each(databases.eachSupportedId())('the API on %s', databaseId => {
  let portal: ModelPortal;
  let sequences = 0;

  beforeAll(async () => {
    portal = await ModelPortal.start(await databases.init(databaseId));
  });

  afterAll(async () => {
    await portal?.stop();
  });

  /** Ends what a sequence left, so that the next one finds nothing of it. */
  async function leave({ model, tag }: Comparison): Promise<void> {
    for (const { id } of model.freezes) {
      await portal.ask('jane', 'POST', `/freezes/${id}/lift`, { reason: tag });
    }
    for (const { id } of model.runs) {
      await portal.ask('jane', 'POST', `/runs/${id}/cancel`, {});
    }
    await portal.rest();
  }

  it('does what the model says, whatever people ask for and in whichever order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.commands(personCommands, {
          maxCommands: MAX_COMMANDS,
          size: 'max',
          replayPath: process.env.MISSIONS_TEST_REPLAY,
        }),
        async commands => {
          sequences += 1;
          const model = new ReferenceModel();
          const memory = { events: new Map(), objects: new Map() };
          const tag = `model${sequences}x`;
          const sent: Comparison['sent'] = [];
          const world = { model, portal, memory, sent, tag };
          try {
            await fc.asyncModelRun(() => ({ model, real: world }), commands);
            for (const run of model.runs) {
              await expectRun(world, run, 'ann');
            }
            await expectFilters(world, 'ann');
          } finally {
            await leave(world);
          }
        },
      ),
      propertyOptions(SEQUENCES),
    );
    expect(sequences).toBeGreaterThan(0);
  });
});
