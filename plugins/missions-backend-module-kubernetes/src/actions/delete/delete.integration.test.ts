import { PlayedCrash } from '@mission-control/plugin-missions-node/testing';
import { integrationTargets } from '../../__testUtils__/integrationTargets';
import {
  FiveObjects,
  NAMES,
  runToReapproval,
} from '../../__testUtils__/FiveObjects';
import { waitFor } from '../../__testUtils__/waitFor';
import { deleteAction } from '.';

jest.setTimeout(60_000);

describe.each(integrationTargets())(
  'kubernetes:delete of five objects on $title',
  target => {
    const five = FiveObjects.inEachTest(target);

    const all = () => ({ objects: NAMES.map(name => five.refOf(name)) });

    it('deletes nothing when one was made anew', async () => {
      await five.paintAll('red');
      const step = five.bench();
      const plan = await step.plan(deleteAction, all());
      await five.drop('c');
      await five.paint('c', 'red');
      const error = await runToReapproval(step, deleteAction, all(), plan);
      expect(error.message).toBe(
        'ConfigMap c was made anew: its uid is another',
      );
      expect(await five.colors()).toBe('red red red red red');
    });

    it('leaves out what was not there when it was planned', async () => {
      await five.paint('a', 'red');
      const step = five.bench();
      const plan = await step.plan(deleteAction, all());
      expect(plan.changes.map(({ kind }) => kind)).toEqual([
        'delete',
        ...Array(4).fill('noop'),
      ]);
      const { deleted } = await step.run(deleteAction, all(), plan);
      expect(deleted).toEqual([five.refOf('a')]);
    });

    it('asks when an object came that was not there', async () => {
      await five.paint('a', 'red');
      const step = five.bench();
      const plan = await step.plan(deleteAction, all());
      await five.paint('d', 'green');
      const error = await runToReapproval(step, deleteAction, all(), plan);
      expect(error.changes).toMatchObject([
        { kind: 'delete', object: { name: 'd' } },
      ]);
      expect(await five.colors()).toBe('red - - green -');
    });

    it('says of what an earlier step changes that its deletion cannot be taken back, and does not ask twice', async () => {
      const kind = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
      const LOST = expect.stringMatching(/^its volume is released/);
      const ref = { ...kind, namespace: five.namespace, name: 'data' };
      await five.cluster.request({
        method: 'POST',
        path: `/api/v1/namespaces/${five.namespace}/persistentvolumeclaims`,
        body: {
          ...kind,
          metadata: { name: 'data', namespace: five.namespace },
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: '1Gi' } },
          },
        },
      });
      const earlier = [
        { stepId: 'label', kind: 'change' as const, object: ref },
      ];
      const step = five.bench();
      const input = { objects: [ref] };
      const plan = await step.plan(deleteAction, input, earlier);
      expect(plan.changes).toMatchObject([
        { kind: 'deferred', irreversible: LOST },
      ]);
      await step.run(deleteAction, input, plan);
      // A controller may have changed it in between: a try that was refused stays.
      expect((await step.journal.records()).at(-1)).toMatchObject({
        state: 'done',
        irreversible: LOST,
      });
    });

    it('goes on after a crash while a finalizer held its object', async () => {
      await five.paintAll('red');
      const finalizers = async (value: string[]) =>
        five.cluster.request({
          method: 'PATCH',
          path: five.pathOf('b'),
          contentType: 'application/merge-patch+json',
          body: { metadata: { finalizers: value } },
        });
      await finalizers(['test.dev/hold']);
      const step = five.bench();
      const plan = await step.plan(deleteAction, all());
      step.journal.crash = at => {
        if (
          at === 'after a completion' &&
          step.progress.at(-1)?.endsWith('/b')
        ) {
          step.journal.crash = () => {};
          throw new PlayedCrash(at);
        }
      };
      await expect(step.run(deleteAction, all(), plan)).rejects.toThrow(
        PlayedCrash,
      );
      const resumed = step.run(deleteAction, all(), plan);
      await waitFor(
        async () => step.progress.at(-1)?.includes('finalizers') === true,
      );
      await finalizers([]);
      await resumed;
      expect(await five.colors()).toBe('- - - - -');
    });
  },
);
