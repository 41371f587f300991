import {
  anApproval,
  aPlan,
  aPlannedChange,
  aRun,
  aStep,
  aTarget,
  aTargetPlan,
  someJournal,
} from '@mission-control/plugin-missions-react/testUtils';
import { restOfPlan } from './restOfPlan';

const object = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'shop',
  name,
});
const change = (stepId: string, name: string) =>
  aPlannedChange({ stepId, object: object(name) });

describe('restOfPlan', () => {
  it('is what is neither done, nor written, nor asked for, on this cluster', () => {
    const run = aRun({
      targetsDetail: [
        aTarget({
          id: 'dev',
          steps: [
            aStep({ id: 'first', state: 'succeeded' }),
            aStep({ id: 'second', state: 'pending' }),
            aStep({ id: 'third', state: 'pending' }),
          ],
        }),
      ],
    });
    const plan = aPlan({
      targets: [
        aTargetPlan({
          targetId: 'dev',
          changes: [
            change('first', 'done'),
            change('second', 'written'),
            change('second', 'asked'),
            change('second', 'left'),
            change('third', 'asked'),
          ],
        }),
        aTargetPlan({ targetId: 'prod', changes: [change('third', 'other')] }),
      ],
    });
    const [entry] = someJournal();
    const entryOf = (name: string, targetId: string) => ({
      ...entry,
      targetId,
      stepId: 'second',
      state: 'done' as const,
      object: object(name),
    });
    const approval = anApproval({
      kind: 'drift',
      targetId: 'dev',
      changes: [change('second', 'asked')],
    });
    expect(
      restOfPlan(approval, run, plan, [
        entryOf('written', 'dev'),
        entryOf('left', 'prod'),
      ]).map(({ stepId, object: { name } }) => [stepId, name]),
    ).toEqual([
      ['second', 'left'],
      ['third', 'asked'],
    ]);
  });
});
