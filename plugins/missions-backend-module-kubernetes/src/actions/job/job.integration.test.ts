import { MissionError } from '@mission-control/plugin-missions-common';
import type { ClusterClient } from '@mission-control/plugin-missions-node';
import {
  ActionBench,
  PlayedCrash,
} from '@mission-control/plugin-missions-node/testing';
import { simulator } from '../../__testUtils__/integrationTargets';
import { SharedServer } from '../../__testUtils__/SharedServer';
import { jobAction } from '.';

const MINUTE = 60_000;
const SECRET = 'hunter2-hunter2';

// Only on the simulator: a control plane without nodes has no logs.
describe('kubernetes:job', () => {
  const server = SharedServer.ofGroup(simulator);
  let cluster: ClusterClient;
  let namespace: string;
  server.namespaceEach('job', place => {
    ({ cluster, namespace } = place);
  });

  const input = (image: string, rest: object = {}) => ({
    namespace,
    image,
    ...rest,
  });
  const infosOf = ({ logs }: ActionBench) =>
    logs.filter(({ level }) => level === 'info').map(({ text }) => text);
  const podNames = async () =>
    (await cluster.list(`/api/v1/namespaces/${namespace}/pods`)).items.map(
      ({ metadata }) => metadata?.name,
    );
  const jobs = async () =>
    (await cluster.list(`/apis/batch/v1/namespaces/${namespace}/jobs`)).items;

  async function runs(step: ActionBench, given: object) {
    return step.run(jobAction, given, await step.plan(jobAction, given));
  }

  /** The log of every pod, as lines or as a failure after some. */
  function saying(...answers: (string | Error)[][]): ClusterClient {
    let call = 0;
    return {
      ...cluster,
      async *lines() {
        const answer = answers[Math.min(call, answers.length - 1)];
        call += 1;
        for (const line of answer) {
          if (line instanceof Error) {
            throw line;
          }
          yield line;
        }
      },
    };
  }

  it(
    'streams the lines in their order, and collects the outcome',
    async () => {
      const step = new ActionBench({ cluster });
      const output = await runs(step, input('smoke:1.0'));
      const lines = ['starting main from smoke:1.0', 'working', 'done'];
      expect(infosOf(step)).toEqual(lines);
      expect(output).toEqual({
        job: expect.stringMatching(/^step-[0-9a-f]{10}$/),
        exitCode: 0,
        seconds: expect.any(Number),
        lines,
      });
      expect(step.evidence[step.evidence.length - 1]).toMatchObject({
        asked: expect.stringContaining(`GET Job ${namespace}/step-`),
        answered: {
          succeeded: 1,
          failed: 0,
          exitCode: 0,
          conditions: expect.arrayContaining([
            expect.objectContaining({ type: 'Complete', status: 'True' }),
          ]),
        },
      });
    },
    MINUTE,
  );

  it(
    'gives a last line that is JSON as a value',
    async () => {
      const step = new ActionBench({
        cluster: saying(['checked', '{"passed":7}']),
      });
      await expect(runs(step, input('smoke:1.0'))).resolves.toMatchObject({
        lines: ['checked', '{"passed":7}'],
        json: { passed: 7 },
      });
    },
    MINUTE,
  );

  it(
    'masks secrets, also one that lies across the end of a line',
    async () => {
      const step = new ActionBench({
        cluster: saying([
          `the key is ${SECRET}`,
          `${'x'.repeat(3_995)}${SECRET}${'y'.repeat(50)}`,
        ]),
        secrets: [SECRET],
      });
      const { lines } = await runs(step, input('smoke:1.0'));
      expect(lines).toEqual(['the key is ***', `${'x'.repeat(3_995)}***yy`]);
      expect(infosOf(step)).toEqual(lines);
      expect(JSON.stringify([step.logs, step.evidence])).not.toContain('hunt');
    },
    MINUTE,
  );

  it(
    'tells each line once when the log breaks off',
    async () => {
      const lost = new MissionError('CLUSTER_UNREACHABLE', 'The line broke');
      const step = new ActionBench({
        cluster: saying(['one', 'two', lost], [lost], ['one', 'two', 'three']),
      });
      const { lines } = await runs(step, input('smoke:1.0'));
      expect(lines).toEqual(['one', 'two', 'three']);
      expect(infosOf(step)).toEqual(lines);
      expect(step.logs.filter(({ level }) => level === 'warn')).toEqual([
        {
          level: 'warn',
          text: expect.stringMatching(
            /^The log of step-\S+ cannot be read: The line broke$/,
          ),
        },
      ]);
    },
    MINUTE,
  );

  it.each([
    [
      'crash',
      1,
      'Error',
      'fatal: environment variable DATABASE_URL is not set',
    ],
    ['oom', 137, 'OOMKilled', 'heap 480 MiB of 512 MiB used'],
  ])(
    'fails by %s with the pod that is to blame, and its words',
    async (tag, exitCode, reason, words) => {
      const step = new ActionBench({ cluster });
      const error: any = await runs(step, input(`smoke:${tag}`)).then(
        () => undefined,
        thrown => thrown,
      );
      const [pod] = await podNames();
      expect(error).toMatchObject({ code: 'STEP_FAILED' });
      expect(error.message).toMatch(/Job job-\w+\/step-\w+ failed: /);
      expect(error.message).toContain('backoff limit');
      expect(error.message).toContain(
        `${pod} ended with ${exitCode} (${reason})`,
      );
      expect(error.details).toMatchObject({
        pod,
        container: expect.stringContaining(
          `ended with ${exitCode} (${reason})`,
        ),
        lines: expect.arrayContaining([words]),
      });
      expect(infosOf(step)).toContain(words);
      expect(step.evidence[step.evidence.length - 1]).toMatchObject({
        answered: { succeeded: 0, failed: 1, exitCode },
      });
    },
    MINUTE,
  );

  it(
    'fails fast for an image that cannot be pulled',
    async () => {
      const step = new ActionBench({ cluster });
      await expect(
        runs(step, input('smoke:does-not-exist')),
      ).rejects.toMatchObject({
        code: 'STEP_FAILED',
        message: expect.stringContaining('ImagePullBackOff'),
        details: { pod: expect.stringMatching(/^step-/), lines: [] },
      });
    },
    MINUTE,
  );

  it(
    'tries as often as it may, and tells of each pod',
    async () => {
      const step = new ActionBench({ cluster });
      const error: any = await runs(
        step,
        input('smoke:crash', { retries: 1 }),
      ).then(
        () => undefined,
        thrown => thrown,
      );
      const names = await podNames();
      expect(names).toHaveLength(2);
      for (const name of names) {
        expect(error.message).toContain(`${name} ended with 1 (Error)`);
      }
      expect(
        infosOf(step).filter(line => line.startsWith('starting')),
      ).toHaveLength(2);
    },
    MINUTE,
  );

  it(
    'is run once, however often the step is repeated after a crash',
    async () => {
      let isCrashing = true;
      const client = server.client({
        afterRequest: ({ method, path, query }) => {
          const isWrite = method === 'PATCH' || method === 'POST';
          if (
            isCrashing &&
            isWrite &&
            path.includes('jobs') &&
            !query?.dryRun
          ) {
            isCrashing = false;
            throw new PlayedCrash('after the creation');
          }
        },
      });
      const step = new ActionBench({ cluster: client });
      const given = input('smoke:1.0');
      const plan = await step.plan(jobAction, given);
      await expect(step.run(jobAction, given, plan)).rejects.toThrow(
        PlayedCrash,
      );
      const [created] = await jobs();
      const first = await step.run(jobAction, given, plan);
      const second = await step.run(jobAction, given, plan);
      expect(second).toEqual(first);
      expect((await jobs()).map(({ metadata }) => metadata?.uid)).toEqual([
        created.metadata?.uid,
      ]);
      expect(await podNames()).toHaveLength(1);
    },
    MINUTE,
  );
});
