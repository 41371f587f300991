import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseMission } from '../format/parseMission';
import type { ActionFacts } from '../lint/rule';
import { describeMission } from './describeMission';

const actions = new Map<string, ActionFacts>([
  [
    'kubernetes:apply',
    { effect: 'write', undo: true, undoDescription: 'Put back as it was.' },
  ],
  ['kubernetes:restart', { effect: 'write', undo: false }],
  ['kubernetes:wait', { effect: 'read', undo: false }],
]);

const file = '../../../../missions/install/web-application/mission.yaml';
const { mission } = parseMission(
  readFileSync(resolve(__dirname, file), 'utf8'),
  { source: 'test', location: file },
);

describe('describeMission', () => {
  it('writes out what cannot be seen', () => {
    const [step] = mission!.spec.steps;
    const { steps } = describeMission(
      {
        spec: {
          ...mission!.spec,
          steps: [{ ...step, title: 'Keep\u202e it', if: 'a\u200b == b' }],
        },
      },
      actions,
    );
    expect(steps[0]).toMatchObject({
      title: 'Keep\\u{202e} it',
      condition: 'a\\u{200b} == b',
    });
  });

  const description = describeMission(mission!, actions);

  it('says what is asked before, done, proven and taken back, in order', () => {
    expect(description.checks.map(line => line.id)).toEqual([
      'version',
      'rights',
      'rights-to-ask',
    ]);
    expect(description.steps.map(line => line.title)).toEqual([
      'Create the namespace',
      'Apply the application',
      'Wait until it is rolled out',
    ]);
    expect(description.proof.map(line => [line.id, line.condition])).toEqual([
      ['is-ready', undefined],
      ['page-answers', 'parameters.askService'],
    ]);
    expect(description.back).toEqual([
      {
        id: 'apply-application',
        title: 'Put back as it was.',
        by: 'kubernetes:apply',
      },
      {
        id: 'create-namespace',
        title: 'Put back as it was.',
        by: 'kubernetes:apply',
      },
    ]);
  });

  it('says what cannot be taken back, declared or not', () => {
    const [apply] = mission!.spec.steps;
    const { back } = describeMission(
      {
        ...mission!,
        spec: {
          ...mission!.spec,
          steps: [
            { ...apply, irreversible: 'The old value is not kept.' },
            { ...apply, id: 'restart', action: 'kubernetes:restart' },
            { ...apply, id: 'own', undo: { action: 'core:http' } },
          ],
        },
      },
      actions,
    );
    expect(back.map(line => [line.id, line.irreversible, line.by])).toEqual([
      ['own', undefined, 'core:http'],
      ['restart', 'kubernetes:restart has no undo', 'kubernetes:restart'],
      ['create-namespace', 'The old value is not kept.', 'kubernetes:apply'],
    ]);
  });
});
