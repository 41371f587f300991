import { createBackendModule } from '@backstage/backend-plugin-api';
import { MissionError } from '@mission-control/plugin-missions-common';
import {
  createMissionAction,
  missionActionsExtensionPoint,
  runProgram,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';

/** Hands a secret to a program, which says it in public, and fails by what it said. */
const programAction = createMissionAction({
  id: 'canary:program',
  description: 'Lets a program print a text',
  examples: [],
  effect: 'read',
  schema: { input: z.strictObject({ text: z.string() }), output: z.object({}) },
  async run({ input, log, signal }) {
    const { stdout } = await runProgram({
      command: 'cat',
      args: ['secret'],
      files: { secret: input.text },
      signal,
      limitMs: 10_000,
      onLine: line => log.info(line),
    });
    throw new MissionError('STEP_FAILED', `It said ${stdout}`, {
      retryable: false,
    });
  },
});

/** An action that starts a process, as those of a vendor's command line do. */
export const programModule = createBackendModule({
  pluginId: 'missions',
  moduleId: 'canary-program',
  register(reg) {
    reg.registerInit({
      deps: { actions: missionActionsExtensionPoint },
      async init({ actions }) {
        actions.addActions(programAction);
      },
    });
  },
});
