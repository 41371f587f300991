import { missionPath } from './missionPath';

const actions = [
  {
    id: 'kubernetes:apply',
    kind: 'action' as const,
    description: '',
    effect: 'write' as const,
    undo: 'Deletes what it created',
    input: {},
    output: {},
    examples: [],
  },
  {
    id: 'kubernetes:job',
    kind: 'action' as const,
    description: '',
    effect: 'write' as const,
    input: {},
    output: {},
    examples: [],
  },
];

describe('missionPath', () => {
  it('lists the way back in reverse order of the writing steps', () => {
    const path = missionPath(
      {
        spec: {
          preflight: [
            { id: 'v', title: 'New enough', check: 'kubernetes:version' },
          ],
          steps: [
            { id: 'a', name: 'Apply', action: 'kubernetes:apply' },
            { id: 'w', name: 'Wait', action: 'kubernetes:wait' },
            {
              id: 'j',
              name: 'Smoke test',
              action: 'kubernetes:job',
              irreversible: 'A finished Job stays',
            },
          ],
          verify: [{ id: 'ready', check: 'kubernetes:ready' }],
        },
      },
      actions,
    );
    expect(path.back.map(line => [line.id, line.irreversible])).toEqual([
      ['j', 'A finished Job stays'],
      ['a', undefined],
    ]);
    expect(path.checks[0]).toEqual({
      id: 'v',
      title: 'New enough',
      by: 'kubernetes:version',
    });
    expect(path.proof.map(line => line.id)).toEqual(['ready']);
  });

  it('marks a write whose action knows no undo', () => {
    const path = missionPath(
      { spec: { steps: [{ id: 'j', action: 'kubernetes:job' }] } },
      actions,
    );
    expect(path.back[0].irreversible).toBe('kubernetes:job has no undo');
  });

  it('tells a write that the mission itself takes back by another action', () => {
    const undo = { action: 'kubernetes:apply', input: {} };
    const step = {
      id: 'j',
      name: 'Smoke test',
      action: 'kubernetes:job',
      undo,
    };
    const { back } = missionPath({ spec: { steps: [step] } }, actions);
    expect(back).toEqual([
      {
        id: 'j',
        title: 'Smoke test: taken back by kubernetes:apply',
        by: 'Smoke test',
      },
    ]);
  });

  it('says once how several steps in a row are taken back, the last one first', () => {
    const apply = (id: string, name: string) => ({
      id,
      name,
      action: 'kubernetes:apply',
    });
    const { back } = missionPath(
      {
        spec: {
          steps: [
            apply('n', 'Namespace'),
            { id: 'j', name: 'Smoke test', action: 'kubernetes:job' },
            apply('c', 'Config'),
            apply('a', 'Application'),
          ],
        },
      },
      actions,
    );
    expect(back.map(({ title, by }) => [title, by])).toEqual([
      ['Deletes what it created', 'Application, then Config'],
      ['Smoke test', 'Smoke test'],
      ['Deletes what it created', 'Namespace'],
    ]);
  });
});
