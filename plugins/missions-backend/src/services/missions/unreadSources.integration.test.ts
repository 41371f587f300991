import type { MissionSpec } from '@mission-control/plugin-missions-common';
import { Registry } from '../../registry';
import { Store } from '../../store';
import { engineDatabases } from '../../store/__testUtils__/databases';
import { noteUnreadSource } from '../../store/operations/noteUnreadSource';
import { saveMissions } from '../../store/operations/saveMissions';
import { DefaultMissionService } from './DefaultMissionService';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const unread = {
  source: 'other',
  location: 'https://example.org/missions',
  code: 'MISSION_INVALID',
  severity: 'error',
  message: 'The source is not read yet',
} as const;
const spec = {
  type: 'install',
  preflight: [],
  steps: [],
  verify: [],
  checks: [
    { id: 'look', check: 'test:look', fixMission: 'other/fix' },
    { id: 'again', check: 'test:look', fixMission: 'nowhere/fix' },
  ],
} as unknown as MissionSpec;

describe.each(ids)('problems of an unread source on %s', id => {
  let store: Store;
  let service: DefaultMissionService;

  const save = (
    source: string,
    missions: Parameters<typeof saveMissions>[0]['missions'],
    problems: Parameters<typeof saveMissions>[0]['problems'] = [],
  ) =>
    store.transaction(tx =>
      saveMissions({
        tx,
        source,
        missions,
        problems,
        now: new Date().toISOString(),
      }),
    );

  beforeEach(async () => {
    store = await Store.create({ database: await databases.init(id) });
    service = DefaultMissionService.create({ store, registry: new Registry() });
    await save('test', [
      {
        summary: {
          ref: 'test/web',
          source: 'test',
          name: 'web',
          version: 'v1',
          title: 'Web',
          description: 'Shows a page',
          type: 'install',
          tags: [],
          endorsed: false,
        },
        spec,
        content: '',
        location: 'web/mission.yaml',
      },
    ]);
    await store.transaction(tx => noteUnreadSource({ tx, problem: unread }));
  });

  afterEach(() => store.close());

  const messages = async () =>
    (await service.problems({})).map(({ message }) => message);
  const missing = (ref: string) => expect.stringContaining(`'${ref}'`);

  it('call none of its missions missing', async () => {
    expect(await messages()).toEqual([unread.message, missing('nowhere/fix')]);
  });

  it('call none missing while its first reads fail', async () => {
    await save('other', undefined, [{ ...unread, message: 'No answer' }]);
    expect(await messages()).toEqual(['No answer', missing('nowhere/fix')]);
  });

  it('call one missing that it did not have, also when a later read fails', async () => {
    await save('other', []);
    expect(await messages()).toEqual([
      missing('other/fix'),
      missing('nowhere/fix'),
    ]);
    await save('other', undefined, [unread]);
    expect(await messages()).toEqual([
      unread.message,
      missing('other/fix'),
      missing('nowhere/fix'),
    ]);
  });
});
