import {
  lintMission,
  type MissionDefinition,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';
import { childRequests } from './childRequests';

const targets = [{ cluster: 'one' }];
const find = { id: 'find', action: 'core:noop' };

function specOf(step: object): MissionSpec {
  return {
    type: 'sequence',
    parameters: { properties: { name: { type: 'string' } } },
    targets: { roles: { hub: {}, member: {} } },
    preflight: [],
    steps: [find, { id: 'hand', action: 'mission:run', ...step }],
    verify: [],
    checks: [],
  } as never;
}

/** What the linter says of the mission before it is started. */
function linted(spec: MissionSpec): string | undefined {
  return lintMission({ spec } as MissionDefinition, {}).find(
    ({ code }) => code === 'lint/child-known-late',
  )?.severity;
}

function isRefused(
  spec: MissionSpec,
  options: { part?: 'run' | 'undo'; name?: string } = {},
): boolean {
  try {
    childRequests({
      missionRef: 'test/parent',
      missionVersion: '1',
      spec,
      part: options.part ?? 'run',
      parameters: { name: options.name ?? 'yes' },
      unknown: new Set(),
      targets: [{ name: 'one', role: 'hub' }],
    });
    return false;
  } catch (error) {
    expect(error).toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('known only while the run goes on'),
    });
    return true;
  }
}

describe('childRequests and the linter', () => {
  it.each<[string, object, boolean]>([
    ['a text', { mission: 'test/a', targets }, false],
    ['a parameter', { mission: '${{ parameters.name }}', targets }, false],
    [
      'the target',
      { mission: 'a/b', targets: [{ cluster: '${{ target.name }}' }] },
      false,
    ],
    [
      'names of a role',
      {
        mission: 'test/a',
        targets: '${{ roles.hub.targets.map(c, {"cluster": c}) }}',
      },
      false,
    ],
    [
      'an output as parameter',
      {
        mission: 'test/a',
        targets,
        parameters: { a: '${{ steps.find.output.a }}' },
      },
      false,
    ],
    [
      'an output as mission',
      { mission: 'test/${{ steps.find.output.a }}', targets },
      true,
    ],
    [
      'an output as cluster',
      {
        mission: 'test/a',
        targets: [{ cluster: '${{ steps.find.output.a }}' }],
      },
      true,
    ],
    [
      'an output by a computed name',
      { mission: 'test/a', targets: '${{ steps[parameters.name].output.a }}' },
      true,
    ],
    [
      'an output of a role',
      { mission: 'test/a', targets: '${{ roles.hub.steps.find.output.a }}' },
      true,
    ],
    ['the run', { mission: 'test/${{ run.id }}', targets }, true],
  ])('agree on %s', (_what, input, refused) => {
    const spec = specOf({ input });
    expect([isRefused(spec), linted(spec)]).toEqual(
      refused ? [true, 'error'] : [false, undefined],
    );
    const back = specOf({
      action: 'core:noop',
      undo: { action: 'mission:run', input },
    });
    expect([isRefused(back, { part: 'undo' }), linted(back)]).toEqual(
      refused ? [true, 'error'] : [false, undefined],
    );
  });

  it.each<[string, object, boolean, 'error' | 'warning' | undefined]>([
    [
      'a condition that is false',
      { if: 'parameters.name == "no"' },
      false,
      'warning',
    ],
    [
      'a condition that is true',
      { if: 'parameters.name == "yes"' },
      true,
      'warning',
    ],
    [
      'a condition that is known later',
      { if: 'steps.find.output.a' },
      true,
      'error',
    ],
    ['a role that is there', { role: 'hub' }, true, 'warning'],
    ['a role that is not there', { role: 'member' }, false, 'warning'],
    ['no entry', { each: [] }, false, 'warning'],
    ['entries', { each: ['a'] }, true, 'warning'],
    [
      'entries that are known later',
      { each: '${{ steps.find.output.a }}' },
      true,
      'error',
    ],
  ])('agree on an output with %s', (_what, step, refused, severity) => {
    const input = { mission: 'test/a', targets: '${{ steps.find.output.a }}' };
    const spec = specOf({ ...step, input });
    expect([isRefused(spec), linted(spec)]).toEqual([refused, severity]);
  });

  it.each<[unknown, boolean, 'error' | undefined]>([
    [['a'], false, undefined],
    ['${{ steps.find.output.a }}', true, 'error'],
  ])('agree on an entry of %j', (each, refused, severity) => {
    const input = { mission: 'test/${{ each.value }}', targets };
    const spec = specOf({ each, input });
    expect([isRefused(spec), linted(spec)]).toEqual([refused, severity]);
  });
});
