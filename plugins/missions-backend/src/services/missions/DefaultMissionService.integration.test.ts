import type { MissionSpec } from '@mission-control/plugin-missions-common';
import { Registry } from '../../registry';
import { Store } from '../../store';
import { engineDatabases } from '../../store/__testUtils__/databases';
import { saveMissions } from '../../store/operations/saveMissions';
import { DefaultMissionService } from './DefaultMissionService';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const ref = 'test/web';
const content = `apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: web, title: Web of before, description: Shows a page, tags: [shop] }
spec:
  type: sequence
  steps:
    - { id: wait, action: core:sleep, input: { duration: 1s } }
`;
const spec = {
  type: 'sequence',
  owner: 'group:default/shop',
  preflight: [],
  steps: [],
  verify: [],
  checks: [],
} as MissionSpec;

describe.each(ids)('DefaultMissionService on %s', id => {
  let store: Store;
  let service: DefaultMissionService;

  beforeEach(async () => {
    store = await Store.create({ database: await databases.init(id) });
    service = DefaultMissionService.create({ store, registry: new Registry() });
  });

  afterEach(async () => {
    await store.close();
  });

  /** The source gives the mission in this version, or nothing. */
  const read = async (
    version?: string,
    text: string = content,
    more: Partial<MissionSpec> = {},
  ) =>
    store.transaction(tx =>
      saveMissions({
        tx,
        source: 'test',
        problems: [],
        now: new Date().toISOString(),
        missions: version
          ? [
              {
                summary: {
                  ref,
                  source: 'test',
                  name: 'web',
                  version,
                  title: 'Web',
                  description: 'Now',
                  type: 'sequence',
                  tags: [],
                  endorsed: false,
                },
                spec: { ...spec, ...more },
                content: text,
                location: 'web/mission.yaml',
                readme: 'Now',
              },
            ]
          : [],
      }),
    );

  it('serves an old version of a mission that left its source, and says that it is gone', async () => {
    await read('v1');
    await read('v2');
    expect(await service.get({ ref, version: 'v1' })).not.toHaveProperty(
      'gone',
      true,
    );
    await read();
    expect(await service.get({ ref, version: 'v1' })).toMatchObject({
      ref,
      source: 'test',
      name: 'web',
      version: 'v1',
      title: 'Web of before',
      description: 'Shows a page',
      tags: ['shop'],
      type: 'sequence',
      owner: 'group:default/shop',
      gone: true,
      content,
      readme: undefined,
      runs: { total: 0 },
    });
  });

  it('calls a gone mission by its name when its text is none of today', async () => {
    await read('v1', 'kind: [');
    await read();
    expect(await service.get({ ref, version: 'v1' })).toMatchObject({
      title: 'web',
      description: '',
      gone: true,
    });
  });

  it('finds nothing of a gone mission without a version, or with one that never was', async () => {
    await read('v1');
    await read();
    for (const version of [undefined, 'v2']) {
      await expect(service.get({ ref, version })).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: `There is no mission '${ref}'`,
      });
    }
  });

  it('tells of missions that another one names and no source has', async () => {
    const run = (mission: string) => ({ mission, parameters: {} });
    const check = { id: 'look', check: 'test:look' };
    await read('v1', content, {
      steps: [
        { id: 'a', action: 'mission:run', input: run('test/gone') },
        { id: 'b', action: 'mission:run', input: run('test/web') },
        { id: 'c', action: 'mission:run', input: run('${{ parameters.m }}') },
      ] as MissionSpec['steps'],
      verify: [{ ...check, remedy: { mission: 'other/gone' } }],
      checks: [
        { ...check, fixMission: 'web' },
        { ...check, id: 'again', fixMission: 'wbe' },
      ],
    });
    const problem = (path: string, named: string) =>
      expect.objectContaining({
        source: 'test',
        location: 'web/mission.yaml',
        missionRef: ref,
        severity: 'warning',
        path,
        message: `It names the mission ${named}, which no source has`,
      });
    expect(await service.problems({})).toEqual([
      problem('spec.steps[0].input.mission', "'test/gone'"),
      problem('spec.verify[0].remedy.mission', "'other/gone'"),
      problem('spec.checks[1].fixMission', "'wbe' (test/wbe)"),
    ]);
    await read('v2');
    expect(await service.problems({})).toEqual([]);
  });
});
