import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  DefaultApiClient,
  isTerminal,
  readAnswer,
  runStateWords,
  waitingForPeople,
  type ApiAnswer,
  type Run,
} from '@mission-control/plugin-missions-common';
import { examples } from './runMission.examples';

/** Between two looks at a run, in milliseconds. */
const LOOK_MS = 2_000;

/** Longest wait, in minutes. A waiting step holds a slot of the scaffolder. */
const MAX_WAIT_MINUTES = 60;

/** What the action needs. @public */
export interface RunMissionOptions {
  readonly auth: AuthService;
  readonly config: RootConfigService;
  readonly discovery: DiscoveryService;
  /** Defaults to the global fetch. */
  readonly fetch?: typeof fetch;
  /** Between two looks at a run, in milliseconds. */
  readonly lookMs?: number;
}

/**
 * The template action `missions:run`: starts a mission for the person who runs
 * the template. Task, step and entry of `each` make the idempotency key, so a
 * task that is recovered or retried finds the run that it started.
 * @public
 */
export function createRunMissionAction(options: RunMissionOptions) {
  const { auth, config, discovery, lookMs = LOOK_MS } = options;
  const client = new DefaultApiClient({
    discoveryApi: discovery,
    fetchApi: { fetch: options.fetch ?? fetch },
  });
  const tokenFor = async (credentials: BackstageCredentials) => {
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: credentials,
      targetPluginId: 'missions',
    });
    return { token };
  };
  return createTemplateAction({
    id: 'missions:run',
    description:
      'Starts a mission of Mission Control for the person who runs the template.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        missionRef: z =>
          z
            .string()
            .describe('Ref of the mission, such as mission-control/install-x'),
        parameters: z =>
          z.record(z.unknown()).optional().describe('Its parameters'),
        targets: z =>
          z
            .array(
              z.object({
                cluster: z.string().describe('Name of the cluster'),
                role: z.string().optional().describe('Role of the cluster'),
              }),
            )
            .optional()
            .describe('The clusters that it goes to'),
        title: z => z.string().optional().describe('Title of the run'),
        reason: z => z.string().optional().describe('Why it is run'),
        planOnly: z =>
          z.boolean().optional().describe('Makes the plan and changes nothing'),
        wait: z =>
          z
            .boolean()
            .default(false)
            .describe(
              'Waits for the end, or until somebody has to act; holds a slot of the scaffolder meanwhile',
            ),
        waitMinutes: z =>
          z
            .number()
            .positive()
            .max(MAX_WAIT_MINUTES)
            .default(10)
            .describe('Longest wait, in minutes'),
      },
      output: {
        runId: z => z.string().describe('Id of the run'),
        url: z => z.string().describe('Page of the run'),
        state: z => z.string().describe('State of the run'),
        summary: z =>
          z
            .string()
            .describe('What the run does or waits for, in one sentence'),
        outcome: z =>
          z.string().optional().describe('Outcome, when the run has ended'),
      },
    },
    async handler(ctx) {
      const { input, logger } = ctx;
      if (ctx.isDryRun) {
        logger.info(`Would start the mission ${input.missionRef}`);
        ctx.output('runId', 'dry-run');
        ctx.output('url', pageOf(config, 'dry-run'));
        ctx.output('state', 'queued');
        ctx.output('summary', 'A dry run: nothing was started');
        return;
      }
      const credentials = await ctx.getInitiatorCredentials();
      const place = [ctx.task.id, ctx.step?.id ?? '-', keyOfEach(ctx.each)]
        .filter(part => part !== undefined)
        .join(':');
      const runId = await ctx.checkpoint({
        key: `missions.run.${place}`,
        fn: async () => {
          const answer = await client.createRun(
            {
              header: { idempotencyKey: `scaffolder:${place}`.slice(0, 200) },
              body: {
                missionRef: input.missionRef,
                parameters: input.parameters,
                targets: input.targets as
                  | { cluster: string; role?: string }[]
                  | undefined,
                title: input.title,
                reason: input.reason,
                planOnly: input.planOnly,
                trigger: { kind: 'template', taskId: ctx.task.id },
              },
            },
            await tokenFor(credentials),
          );
          return (await read<Run>(answer)).id;
        },
      });
      const url = pageOf(config, runId);
      ctx.output('runId', runId);
      ctx.output('url', url);
      logger.info(`Run ${runId}: ${url}`);

      const look = async () =>
        read<Run>(
          await client.getRun({ path: { runId } }, await tokenFor(credentials)),
        );
      let run = await look();
      const until = Date.now() + (input.waitMinutes ?? 10) * 60_000;
      let told: string = run.state;
      logger.info(`Run ${runId} ${runStateWords[run.state]}`);
      while (input.wait && !rests(run) && Date.now() < until) {
        await pause(lookMs, ctx.signal);
        run = await look();
        if (run.state !== told) {
          told = run.state;
          logger.info(`Run ${runId} ${runStateWords[run.state]}`);
        }
      }
      ctx.output('state', run.state);
      ctx.output('summary', summaryOf(run));
      ctx.output('outcome', run.outcome);
      if (input.wait) {
        judge(run, url);
      }
    },
  });
}

/** Nothing happens any more without somebody. */
function rests(run: Run): boolean {
  return isTerminal(run.state) || waitingForPeople.includes(run.state);
}

/** What is true of the run now, and no more. */
function summaryOf({ state, outcome }: Run): string {
  if (isTerminal(state)) {
    return outcome ?? `The run ${runStateWords[state]}`;
  }
  switch (state) {
    case 'awaiting_approval':
      return 'The run has planned its changes and waits for approval';
    case 'blocked':
      return 'The run is blocked: a check before it failed';
    case 'needs_decision':
      return 'A step failed; somebody has to decide how the run goes on';
    default:
      return `The run has been started and ${runStateWords[state]}`;
  }
}

/** A waiting step fails when its run did not end well. */
function judge(run: Run, url: string): void {
  const bad = ['failed', 'inconclusive', 'cancelled'];
  if (bad.includes(run.state)) {
    throw new Error(
      `Run ${run.id} ${runStateWords[run.state]}: ${
        run.outcome ?? run.reason ?? ''
      } ${url}`,
    );
  }
}

async function read<T>(response: ApiAnswer): Promise<T> {
  const answer = await readAnswer<T>(response);
  if ('body' in answer) {
    return answer.body;
  }
  const { code, status, message, remedy = '' } = answer.refusal;
  throw new Error(`${message} (${code}, HTTP ${status}) ${remedy}`.trim());
}

function pageOf(config: RootConfigService, runId: string): string {
  const base = config.getOptionalString('app.baseUrl') ?? '';
  return `${base.replace(/\/$/, '')}/missions/runs/${runId}`;
}

function keyOfEach(each: unknown): string | undefined {
  const key = (each as { key?: unknown } | undefined)?.key;
  return key === undefined ? undefined : String(key);
}

async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(done, ms);
    function done() {
      signal?.removeEventListener('abort', stop);
      resolve();
    }
    function stop() {
      clearTimeout(timer);
      reject(new Error('The task was cancelled; the run goes on'));
    }
    signal?.addEventListener('abort', stop, { once: true });
  });
}
