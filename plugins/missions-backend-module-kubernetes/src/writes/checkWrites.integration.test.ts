import { MissionError } from '@mission-control/plugin-missions-common';
import {
  ActionBench,
  PlayedCrash,
} from '@mission-control/plugin-missions-node/testing';
import { integrationTargets } from '../__testUtils__/integrationTargets';
import {
  type Faults,
  FiveObjects,
  NAMES,
  isWrite,
  runToReapproval,
} from '../__testUtils__/FiveObjects';
import { applyAction } from '../actions/apply';
import { isRealChange } from '../journal';

jest.setTimeout(60_000);

describe.each(integrationTargets())(
  'an apply of five objects on $title',
  target => {
    const five = FiveObjects.inEachTest(target);

    it('writes nothing when some drifted, and asks for all of those at once', async () => {
      await five.paintAll('red');
      const step = five.bench();
      const plan = await step.plan(applyAction, five.blue());
      await five.paint('c', 'green');
      await five.drop('e');

      const error = await runToReapproval(step, applyAction, five.blue(), plan);
      expect(error).toMatchObject({
        reason: 'drift',
        message:
          'ConfigMap c changed since the plan at data.color; ConfigMap e is gone; the plan saw one',
      });
      expect(
        error.changes.map(({ kind, object }) => `${kind} ${object.name}`),
      ).toEqual(['conflict c', 'create e']);
      expect(await five.colors()).toBe('red red green red -');
      expect(await step.journal.records()).toEqual([]);
    });

    it('goes on with the new approval of what drifted', async () => {
      const step = five.bench();
      const plan = await step.plan(applyAction, five.blue());
      await five.paint('d', 'blue', 'missions:test');
      const error = await runToReapproval(step, applyAction, five.blue(), plan);
      expect(error.message).toBe('ConfigMap d exists now; the plan saw none');
      expect(await five.colors()).toBe('- - - blue -');

      const approved = { changes: [...plan.changes, ...error.changes] };
      await step.run(applyAction, five.blue(), approved);
      expect(await five.colors()).toBe('blue blue blue blue blue');
    });

    it('writes nothing when another owner took a field without changing it', async () => {
      await five.paintAll('red');
      const step = five.bench();
      const plan = await step.plan(applyAction, five.blue());
      await five.paint('d', 'red');

      const error = await runToReapproval(step, applyAction, five.blue(), plan);
      expect(error).toMatchObject({
        message: `ConfigMap ${five.namespace}/d belongs to somebody (data.color) by now; the plan saw no such owner`,
        changes: [{ kind: 'conflict', conflictWith: 'somebody (data.color)' }],
      });
      expect(await five.colors()).toBe('red red red red red');
      expect(await step.journal.records()).toEqual([]);
    });

    it('does not take a field over that nobody owned when it was approved', async () => {
      await five.paintAll('red');
      const taking = {
        ...five.blue(),
        takeOver: [{ kind: 'ConfigMap', namespace: five.namespace, name: 'd' }],
      };
      const step = five.bench();
      const plan = await step.plan(applyAction, taking);
      await five.paint('d', 'red');
      const error = await runToReapproval(step, applyAction, taking, plan);
      expect(error.changes).toMatchObject([{ kind: 'change', takeOver: true }]);
      expect(await five.colors()).toBe('red red red red red');
    });

    it('names what the API server would refuse before it writes anything', async () => {
      let refuses = false;
      const faults: Faults = {
        beforeRequest: ({ path, query }) => {
          if (query?.dryRun && /\/[ce]$/.test(path) && refuses) {
            throw new MissionError(
              'KUBERNETES_INVALID',
              'The quota is used up',
            );
          }
        },
      };
      const step = five.bench(faults);
      const plan = await step.plan(applyAction, five.blue());
      refuses = true;
      await expect(
        step.run(applyAction, five.blue(), plan),
      ).rejects.toMatchObject({
        code: 'KUBERNETES_INVALID',
        message: `2 objects cannot be written:\n- ConfigMap ${five.namespace}/c: The quota is used up\n- ConfigMap ${five.namespace}/e: The quota is used up`,
      });
      expect(await five.colors()).toBe('- - - - -');
    });

    it('writes nothing when a guard refuses one of them by now', async () => {
      const plan = await five.bench().plan(applyAction, five.blue());
      const step = new ActionBench({
        cluster: five.cluster,
        writeRefusal: ({ name }) =>
          name === 'd'
            ? { code: 'CLUSTER_READ_ONLY', message: 'It is frozen' }
            : undefined,
      });
      await expect(
        step.run(applyAction, five.blue(), plan),
      ).rejects.toMatchObject({
        code: 'CLUSTER_READ_ONLY',
        message: `ConfigMap ${five.namespace}/d: It is frozen`,
      });
      expect(await five.colors()).toBe('- - - - -');
    });

    it('still sees what drifts between its look and its write', async () => {
      await five.paintAll('red');
      let writes = 0;
      const faults: Faults = {
        afterRequest: async request => {
          writes += isWrite(request) ? 1 : 0;
          if (isWrite(request) && writes === 2) {
            await five.paint('c', 'green');
          }
        },
      };
      const step = five.bench(faults);
      const plan = await step.plan(applyAction, five.blue());
      const error = await runToReapproval(step, applyAction, five.blue(), plan);
      expect(error.message).toBe(
        'ConfigMap c changed since the plan at data.color',
      );
      expect(await five.colors()).toBe('blue blue green red red');
    });

    it('sees after a crash only what drifted of the rest', async () => {
      await five.paintAll('red');
      const step = five.crashing(2);
      const plan = await step.plan(applyAction, five.blue());
      await expect(step.run(applyAction, five.blue(), plan)).rejects.toThrow(
        PlayedCrash,
      );
      await five.paint('e', 'green', 'missions:test');

      const error = await runToReapproval(step, applyAction, five.blue(), plan);
      expect(error.changes.map(({ object }) => object.name)).toEqual(['e']);
      expect(await five.colors()).toBe('blue blue red red green');

      const approved = { changes: [...plan.changes, ...error.changes] };
      await step.run(applyAction, five.blue(), approved);
      expect(await five.colors()).toBe('blue blue blue blue blue');
    });

    it('defers what needs the namespace that it creates, also after a crash', async () => {
      await five.dropNamespace();
      const withNamespace = {
        objects: [...five.blue().objects, five.namespaceObject()],
      };
      const dryRuns: string[] = [];
      let crashes = true;
      const faults: Faults = {
        beforeRequest: ({ path, query }) => {
          if (query?.dryRun) {
            dryRuns.push(path);
          }
        },
        afterRequest: request => {
          if (isWrite(request) && crashes) {
            crashes = false;
            throw new PlayedCrash('after the namespace');
          }
        },
      };
      const step = five.bench(faults);
      const plan = await step.plan(applyAction, withNamespace);
      dryRuns.length = 0;
      await expect(step.run(applyAction, withNamespace, plan)).rejects.toThrow(
        PlayedCrash,
      );
      expect(dryRuns).toEqual([`/api/v1/namespaces/${five.namespace}`]);
      const output = await step.run(applyAction, withNamespace, plan);
      expect(output.objects.map(({ outcome }) => outcome)).toEqual(
        Array(6).fill('created'),
      );
    });

    it('asks again for what was deferred and is more than its bounds by now', async () => {
      await five.dropNamespace();
      const withNamespace = {
        objects: [...five.blue().objects, five.namespaceObject()],
      };
      let made = false;
      const step = five.bench({
        afterRequest: async request => {
          if (isWrite(request) && !made) {
            made = true;
            await five.paint('a', 'red', 'missions:test');
          }
        },
      });
      const plan = await step.plan(applyAction, withNamespace);
      const error = await runToReapproval(
        step,
        applyAction,
        withNamespace,
        plan,
      );
      expect(error).toMatchObject({
        reason: 'supplementary',
        message: `ConfigMap ${five.namespace}/a was deferred and is now a change, outside its bounds`,
        changes: [{ kind: 'change', object: { name: 'a' } }],
      });
      expect(await five.colors()).toBe('red - - - -');
    });

    it('writes nothing of what was deferred when it is other than shown', async () => {
      await five.dropNamespace();
      const withNamespace = (color: string) => ({
        objects: [five.objectOf('a', color), five.namespaceObject()],
      });
      const step = five.bench();
      const plan = await step.plan(applyAction, withNamespace('blue'));
      expect(plan.changes[1].kind).toBe('deferred');
      const error = await runToReapproval(
        step,
        applyAction,
        withNamespace('green'),
        plan,
      );
      expect(error.message).toBe(
        `ConfigMap ${five.namespace}/a is no longer what the approved plan showed`,
      );
      expect(await step.journal.records()).toEqual([]);
    });

    it('asks for a namespace that is gone together with what was in it', async () => {
      await five.paintAll('red');
      const withNamespace = {
        objects: [...five.blue().objects, five.namespaceObject()],
      };
      const step = five.bench();
      const plan = await step.plan(applyAction, withNamespace);
      await five.dropNamespace();
      const error = await runToReapproval(
        step,
        applyAction,
        withNamespace,
        plan,
      );
      expect(error.changes.map(({ kind }) => kind)).toEqual([
        'create',
        ...Array(5).fill('deferred'),
      ]);
      await step.run(applyAction, withNamespace, error.changes);
      expect(await five.colors()).toBe('blue blue blue blue blue');
    });

    it('asks eight things at once at most, for each object five, and reads the journal once', async () => {
      await five.paintAll('red');
      let now = 0;
      let most = 0;
      const asked = new Map<string, number>();
      const watched = five.bench({
        beforeRequest: ({ path }) => {
          now += 1;
          most = Math.max(most, now);
          asked.set(path, (asked.get(path) ?? 0) + 1);
        },
        afterRequest: () => {
          now -= 1;
        },
      });
      const plan = await five.bench().plan(applyAction, five.blue());
      const records = jest.spyOn(watched.journal, 'records');
      await watched.run(applyAction, five.blue(), plan);
      expect(records).toHaveBeenCalledTimes(1);
      expect(NAMES.map(name => asked.get(five.pathOf(name)))).toEqual(
        Array(5).fill(5),
      );
      expect(most).toBeGreaterThan(1);
      expect(most).toBeLessThanOrEqual(8);
    });

    it('asks for the take-over of the only object, too, when an owner came', async () => {
      await five.paintAll('red');
      const one = { objects: five.blue().objects.slice(0, 1) };
      const step = five.bench();
      const plan = await step.plan(applyAction, one);
      await five.paint('a', 'red');
      const error = await runToReapproval(step, applyAction, one, plan);
      expect(error.changes).toMatchObject([
        { kind: 'conflict', conflictWith: 'somebody (data.color)' },
      ]);
      expect((await step.journal.records()).filter(isRealChange)).toEqual([]);
    });
  },
);
