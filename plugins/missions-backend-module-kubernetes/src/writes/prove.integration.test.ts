import { integrationTargets } from '../__testUtils__/integrationTargets';
import { FiveObjects, isWrite } from '../__testUtils__/FiveObjects';
import { applyAction } from '../actions/apply';
import { patchAction } from '../actions/patch';

jest.setTimeout(60_000);

describe.each(integrationTargets())('proof of a write on $title', target => {
  const five = FiveObjects.inEachTest(target);

  beforeEach(() => five.paint('a', 'red', 'missions:test'));

  it.each([
    [
      'kubernetes:apply',
      applyAction,
      () => ({ objects: [five.objectOf('a', 'blue')] }),
    ],
    [
      'kubernetes:patch',
      patchAction,
      () => ({ object: five.refOf('a'), patch: { data: { color: 'blue' } } }),
    ],
  ])(
    'of %s is not there when somebody deleted the object meanwhile',
    async (_id, action: any, input) => {
      const step = five.bench({
        afterRequest: async request => {
          if (isWrite(request)) {
            await five.drop('a');
          }
        },
      });
      const plan = await step.plan(action, input());
      const object = five.refOf('a');
      const name = `ConfigMap ${five.namespace}/a`;
      await expect(step.run(action, input(), plan)).rejects.toMatchObject({
        code: 'STEP_FAILED',
        object,
        message: `${name} was written, and is not there any more`,
      });
      expect(step.evidence).toEqual([
        { asked: `GET ${name}`, answered: 'not found', object },
      ]);
    },
  );
});
