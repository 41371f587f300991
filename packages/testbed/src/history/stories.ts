import type { missions } from './missions';
import {
  approve,
  cancel,
  childOf,
  pause,
  reaches,
  recheck,
  retry,
  undo,
} from './people';
import { comesTo, intends, type Moment, type Recorder } from './Recorder';
import type { World } from './World';

/** A run that was recorded in the middle of something, and how it ends well. */
export interface Story {
  /** Name of its file. */
  readonly name: string;
  readonly mission: keyof typeof missions;
  /** Brings the run there; what it answers is kept. No worker is at work yet. */
  record(recorder: Recorder, runId: string): Promise<Moment>;
  /** What people do when today's engine goes on; without it nothing. */
  goOn?(world: World, runId: string): Promise<void>;
  /** How the run ends. Defaults to succeeded. */
  readonly ends?: string;
  /** It is an undo that was recorded, so nothing is left to take back. */
  readonly takesBack?: boolean;
}

/** Approves a plan with a worker at work, and waits for a moment that follows. */
async function approved(
  { world }: Recorder,
  runId: string,
  moment: Promise<Moment>,
): Promise<Moment> {
  await world.work();
  await approve(world, runId);
  return moment;
}

/** Every state in which a run may be when its engine is replaced. */
export const stories: readonly Story[] = [
  {
    name: 'queued',
    mission: 'writes',
    record: recorder => recorder.now(),
    goOn: approve,
  },
  {
    name: 'awaiting-approval',
    mission: 'writes',
    async record(recorder) {
      const moment = recorder.at(event => event.type === 'approval.opened');
      await recorder.world.work();
      return moment;
    },
    goOn: approve,
  },
  {
    name: 'approved',
    mission: 'writes',
    record: (recorder, runId) =>
      approved(recorder, runId, recorder.at(comesTo('running'))),
  },
  {
    name: 'before-a-write',
    mission: 'writes',
    record: (recorder, runId) =>
      approved(
        recorder,
        runId,
        recorder.at(intends('login'), { act: () => recorder.holdSecrets() }),
      ),
  },
  {
    name: 'after-a-write',
    mission: 'writes',
    record: (recorder, runId) =>
      approved(
        recorder,
        runId,
        recorder.at(intends('login'), {
          ready: () => recorder.secretIsThere(),
        }),
      ),
  },
  {
    name: 'paused',
    mission: 'writes',
    record(recorder, runId) {
      recorder.when(intends('settings'), () => {
        void pause(recorder.world, runId, true);
      });
      return approved(recorder, runId, recorder.at(comesTo('paused')));
    },
    goOn: (world, runId) => pause(world, runId, false),
  },
  {
    name: 'blocked',
    mission: 'writes',
    async record(recorder) {
      recorder.world.simulator.faults.set({ kind: 'unauthorized' });
      const moment = recorder.at(comesTo('blocked'));
      await recorder.world.work();
      return moment;
    },
    async goOn(world, runId) {
      await recheck(world, runId);
      await approve(world, runId);
    },
  },
  {
    name: 'needs-decision',
    mission: 'writes',
    record(recorder, runId) {
      recorder.when(intends('made'), () =>
        recorder.world.simulator.faults.set({
          kind: 'forbidden',
          resource: 'configmaps',
        }),
      );
      return approved(recorder, runId, recorder.at(comesTo('needs_decision')));
    },
    goOn: retry,
  },
  {
    name: 'at-a-gate',
    mission: 'asks',
    async record(recorder, runId) {
      const { world } = recorder;
      await world.work();
      await approve(world, runId);
      return recorder.at(event => event.type === 'approval.opened');
    },
    goOn: approve,
  },
  {
    name: 'resting',
    mission: 'rests',
    record: (recorder, runId) =>
      approved(
        recorder,
        runId,
        recorder.at(event => event.type === 'step.waiting'),
      ),
  },
  {
    name: 'cancelling',
    mission: 'writes',
    record(recorder, runId) {
      recorder.when(intends('login'), () => {
        recorder.holdSecrets();
        void cancel(recorder.world, runId);
      });
      return approved(recorder, runId, recorder.at(comesTo('cancelling')));
    },
    ends: 'cancelled',
  },
  {
    name: 'with-a-child',
    mission: 'chains',
    async record(recorder, runId) {
      const { world } = recorder;
      await world.work();
      await approve(world, runId);
      return recorder.at(event => event.type === 'approval.opened');
    },
    goOn: async (world, runId) => approve(world, await childOf(world, runId)),
  },
  {
    name: 'succeeded',
    mission: 'writes',
    async record(recorder, runId) {
      await recorder.world.work();
      await approve(recorder.world, runId);
      await reaches(recorder.world, runId, 'succeeded');
      return recorder.now();
    },
  },
  {
    name: 'in-an-undo',
    mission: 'writes',
    async record(recorder, runId) {
      const { world } = recorder;
      await world.work();
      await approve(world, runId);
      await reaches(world, runId, 'succeeded');
      const moment = recorder.at(intends('login'), {
        act: () => recorder.holdSecrets(),
      });
      await approve(world, await undo(world, runId));
      return moment;
    },
    takesBack: true,
  },
];
