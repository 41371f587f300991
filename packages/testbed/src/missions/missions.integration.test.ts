import { TestDatabases } from '@backstage/backend-test-utils';
import { startPortal, type Portal } from '../portal/startPortal';
import { runScenario } from './runScenario';
import { readScenarios } from './scenarios';

jest.setTimeout(500_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('missions on %p', databaseId => {
  let portal: Portal;

  beforeAll(async () => {
    portal = await startPortal({ knex: await databases.init(databaseId) });
  });
  afterAll(async () => portal?.stop());

  it.each(readScenarios().map(one => [`${one.missionRef} ${one.name}`, one]))(
    '%s',
    async (_title, scenario) => {
      await runScenario(
        { operator: portal.as('operator'), approver: portal.as('approver') },
        scenario,
      );
    },
  );
});
