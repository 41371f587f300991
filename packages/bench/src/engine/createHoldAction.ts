import { once } from 'node:events';
import {
  type MissionAction,
  type StepLog,
  createMissionAction,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';

/** A step that runs until it is released. */
export interface HeldStep {
  readonly stepId: string;
  readonly log: StepLog;
}

/** `bench:hold`: keeps its step running, so that lines can be written to its log. */
export function createHoldAction(onBegin: () => void = () => {}): {
  action: MissionAction;
  begun: Promise<HeldStep>;
  release(): void;
} {
  const held = new AbortController();
  let begin: (step: HeldStep) => void;
  const begun = new Promise<HeldStep>(resolve => {
    begin = resolve;
  });
  const action: MissionAction = createMissionAction({
    id: 'bench:hold',
    description: 'Runs until the bench lets it end',
    examples: [],
    effect: 'read',
    onlyWhenRunning: true,
    schema: { input: z.object({}).strict(), output: z.object({}) },
    async run(ctx) {
      onBegin();
      begin({ stepId: ctx.stepId, log: ctx.log });
      const end = AbortSignal.any([held.signal, ctx.signal]);
      if (!end.aborted) {
        await once(end, 'abort');
      }
      return {};
    },
  });
  return { action, begun, release: () => held.abort() };
}
