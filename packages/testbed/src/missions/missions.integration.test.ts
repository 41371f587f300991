import { TestDatabases } from '@backstage/backend-test-utils';
import { startPortal, type Portal } from '../portal/startPortal';
import { runScenario } from './runScenario';
import { readScenarios } from './scenarios';

jest.setTimeout(500_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const ids = databases.eachSupportedId().map(([id]) => id);
const scenarios = readScenarios();

/** All on each; in the short form, each on one of them. */
const scenariosOf = (position: number) =>
  process.env.MISSIONS_TEST_SHORT
    ? scenarios.filter((_, index) => index % ids.length === position)
    : scenarios;

describe.each(ids.map((id, position) => [id, scenariosOf(position)] as const))(
  'missions on %p',
  (databaseId, ofDatabase) => {
    let portal: Portal;

    beforeAll(async () => {
      portal = await startPortal({ knex: await databases.init(databaseId) });
    });
    afterAll(async () => portal?.stop());

    it.each(ofDatabase.map(one => [`${one.missionRef} ${one.name}`, one]))(
      '%s',
      async (_title, scenario) => {
        await runScenario(
          { operator: portal.as('operator'), approver: portal.as('approver') },
          scenario,
        );
      },
    );
  },
);
