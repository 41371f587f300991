import { setTimeout as sleep } from 'node:timers/promises';
import { MissionError } from '@mission-control/plugin-missions-common';
import type { ClusterClient } from '@mission-control/plugin-missions-node';
import { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { deployWeb } from '../__testUtils__/deployWeb';
import {
  integrationTargets,
  simulator,
} from '../__testUtils__/integrationTargets';
import { SharedServer } from '../__testUtils__/SharedServer';
import { jobAction } from '../actions/job';
import { waitAction } from '../actions/wait';
import { readyCheck } from '../checks/ready';

const MINUTE = 60_000;

describe.each(integrationTargets())(
  'what is said about a culprit on $title',
  target => {
    const simulated = target.title === 'simulator';
    const server = SharedServer.ofGroup(target);
    let cluster: ClusterClient;
    let namespace: string;
    server.namespaceEach('culprit', place => {
      ({ cluster, namespace } = place);
    });

    /** A Deployment with an image of a behaviour, for inputs. */
    const deploy = async (image: string) => ({
      objects: [await deployWeb({ cluster, namespace }, image)],
    });

    const failureOf = (run: Promise<unknown>): Promise<any> =>
      run.then(
        () => undefined,
        error => error,
      );

    it(
      'are its conditions and warnings where an image cannot be pulled',
      async () => {
        const input = await deploy('web:does-not-exist');
        const bench = new ActionBench({ cluster, longestPauseMs: 100 });
        const error = await failureOf(bench.run(waitAction, input));
        expect(error).toMatchObject({
          code: 'NOT_READY',
          object: { kind: 'Pod', namespace },
          details: {
            container: expect.stringMatching(/^web: ImagePullBackOff/),
            conditions: expect.arrayContaining([
              expect.objectContaining({ type: 'Ready', status: 'False' }),
            ]),
            events: expect.arrayContaining([
              {
                reason: 'Failed',
                message: expect.stringContaining('ErrImagePull'),
                count: expect.any(Number),
                lastTimestamp: expect.stringMatching(/^\d{4}-/),
              },
            ]),
          },
        });
        const { details } = error;
        expect(details.events.length).toBeLessThanOrEqual(10);
        expect(details).not.toHaveProperty('previousLog');
        expect(details).not.toHaveProperty('notRead');
      },
      MINUTE,
    );

    it.each([
      ['crash', /ended with 1 \(Error\), restarts: \d/],
      ['oom', /ended with 137 \(OOMKilled\), restarts: \d/],
    ])(
      'are the last words of a container with an image :%s',
      async (tag, container) => {
        const input = await deploy(`web:${tag}`);
        const bench = new ActionBench({ cluster, longestPauseMs: 100 });
        const { details } = await failureOf(bench.run(waitAction, input));
        expect(details.container).toMatch(container);
        expect(details.events).toEqual(
          expect.arrayContaining([
            expect.objectContaining({ reason: 'BackOff' }),
          ]),
        );
        // Nothing runs behind the pods of the real API server: no log either.
        const words = simulated ? details.previousLog : details.notRead;
        expect(words.length).toBeGreaterThan(0);
        expect(words.length).toBeLessThanOrEqual(20);

        // Right after a restart the container runs for a moment.
        let answer = await bench.check(readyCheck, input);
        while (answer.status === 'fail' && !answer.culprit) {
          await sleep(200);
          answer = await bench.check(readyCheck, input);
        }
        expect(answer).toMatchObject({
          status: 'fail',
          culprit: {
            object: { kind: 'Pod', namespace },
            details: { container: expect.stringMatching(container) },
          },
          evidence: [
            { object: { kind: 'Deployment' } },
            {
              object: { kind: 'Pod' },
              answered: { container: expect.stringMatching(container) },
            },
          ],
        });
      },
      MINUTE,
    );

    it(
      'is said too when the time of the step is up',
      async () => {
        const input = await deploy('web:crash');
        await failureOf(
          new ActionBench({ cluster, longestPauseMs: 100 }).run(
            waitAction,
            input,
          ),
        );
        const controller = new AbortController();
        setTimeout(() => {
          controller.abort(new MissionError('STEP_TIMEOUT', 'Too long'));
        }, 1500);
        const bench = new ActionBench({ cluster, signal: controller.signal });
        const error = await failureOf(
          bench.run(waitAction, {
            ...input,
            for: 'condition',
            condition: 'object.spec.replicas == 5',
          }),
        );
        expect(error).toMatchObject({
          name: 'Inconclusive',
          code: 'STEP_TIMEOUT',
          object: { kind: 'Pod' },
          details: {
            container: expect.stringContaining('ended with 1'),
            events: expect.arrayContaining([
              expect.objectContaining({ reason: 'BackOff' }),
            ]),
          },
        });
      },
      MINUTE,
    );

    it(
      'is left out where it cannot be read, and hides no error',
      async () => {
        const refusing = server.client({
          beforeRequest: async ({ path }) => {
            if (path.includes('/events') || path.endsWith('/log')) {
              throw new MissionError('CLUSTER_FORBIDDEN', 'Not for you');
            }
          },
        });
        const input = await deploy('web:crash');
        const bench = new ActionBench({
          cluster: refusing,
          longestPauseMs: 100,
        });
        const error = await failureOf(bench.run(waitAction, input));
        expect(error).toMatchObject({
          code: 'NOT_READY',
          message: expect.stringContaining('ended with 1'),
          details: {
            container: expect.stringContaining('ended with 1'),
            notRead: ['events: Not for you', 'log: Not for you'],
          },
        });
        expect(error.details).not.toHaveProperty('events');
      },
      MINUTE,
    );
  },
);

describe('a culprit on the simulator', () => {
  const server = SharedServer.ofGroup(simulator);

  it(
    'of a Job is its pod: warnings, conditions and lines, without secrets',
    async () => {
      const input = { namespace: 'default', image: 'web:crash' };
      const { cluster } = server;
      const bench = new ActionBench({
        cluster,
        longestPauseMs: 100,
        secrets: ['DATABASE_URL'],
      });
      const plan = await bench.plan(jobAction, input);
      const error: any = await bench.run(jobAction, input, plan).then(
        () => undefined,
        reason => reason,
      );
      expect(error).toMatchObject({
        code: 'STEP_FAILED',
        details: {
          pod: expect.stringMatching(/^step-/),
          container: expect.stringContaining('ended with 1'),
          conditions: expect.arrayContaining([
            expect.objectContaining({ type: 'Ready', status: 'False' }),
          ]),
        },
      });
      const said = JSON.stringify(error.details);
      expect(said).toContain('fatal: environment variable *** is not set');
      expect(said).not.toContain('DATABASE_URL');
    },
    MINUTE,
  );
});
