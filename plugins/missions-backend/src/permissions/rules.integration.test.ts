import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { oneMapMission } from '../__testUtils__/oneMapMission';
import { PortalBench } from '../__testUtils__/PortalBench';

jest.setTimeout(60_000);

const INTEGRATION = '/.well-known/backstage/permissions';
const DOCS = join(__dirname, '../../../../docs/permissions.md');

describe('the rules that a policy can use', () => {
  let bench: PortalBench;

  beforeAll(async () => {
    bench = await PortalBench.start({ good: oneMapMission });
  });

  afterAll(async () => {
    await bench?.stop();
  });

  it('are all told to the permission framework and documented', async () => {
    const { body } = await bench.get(`${INTEGRATION}/metadata`);
    const told = body.rules.map((rule: any) => [rule.resourceType, rule.name]);
    const documented = [
      ...readFileSync(DOCS, 'utf8').matchAll(
        /^\| `(missions-\w+)` +\| (.+) \|$/gm,
      ),
    ].flatMap(([, type, rules]) =>
      [...rules.matchAll(/`(\w+)`/g)].map(([, name]) => [type, name]),
    );
    expect(documented).toHaveLength(14);
    expect(told.sort()).toEqual(documented.sort());
  });

  it.each([
    ['IS_IN_NAMESPACES', ['web'], 'ALLOW'],
    ['IS_IN_NAMESPACES', ['web', 'shop'], 'ALLOW'],
    ['IS_IN_NAMESPACES', ['shop'], 'DENY'],
    ['IS_ON_CLUSTERS', ['lab'], 'ALLOW'],
    ['IS_ON_CLUSTERS', ['fenced'], 'DENY'],
    ['IS_RUN_OF_MISSION', ['test/good'], 'ALLOW'],
    ['IS_RUN_OF_MISSION', ['test/other'], 'DENY'],
    ['IS_INITIATOR', ['user:default/jane'], 'ALLOW'],
    ['IS_INITIATOR', ['user:default/ann'], 'DENY'],
  ])('%s with %j answers a planned run with %s', async (...row) => {
    const [rule, values, result] = row;
    const runId = await bench.run('good');
    await bench.approval(runId);
    const resourceType = 'missions-run';
    const conditions = { rule, resourceType, params: { values } };
    const { body } = await bench.post(
      `${INTEGRATION}/apply-conditions`,
      { items: [{ id: 'one', resourceRef: runId, resourceType, conditions }] },
      'plugin:permission',
    );
    expect(body.items).toEqual([{ id: 'one', result }]);
  });
});
