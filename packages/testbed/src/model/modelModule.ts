import { createBackendModule } from '@backstage/backend-plugin-api';
import { MissionError } from '@mission-control/plugin-missions-common';
import {
  createMissionAction,
  createMissionCheck,
  missionActionsExtensionPoint,
  missionChecksExtensionPoint,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';

/** What has been mended since, as `<name>/<cluster>`. */
export type Mended = ReadonlySet<string>;

/**
 * `model:falter` fails, and `model:proof` answers what the run was started with,
 * until that is mended. Asked twice they answer the same.
 */
export function modelModule(mended: Mended) {
  const falter = createMissionAction({
    id: 'model:falter',
    description: 'Fails until it is mended',
    examples: [],
    effect: 'read',
    onlyWhenRunning: true,
    schema: {
      input: z.object({ name: z.string(), falters: z.boolean() }).strict(),
      output: z.object({}),
    },
    async run({ input, target }) {
      if (input.falters && !mended.has(`${input.name}/${target.id}`)) {
        throw new MissionError('STEP_FAILED', 'It is not mended yet', {
          retryable: false,
        });
      }
      return {};
    },
  });
  const proof = createMissionCheck({
    id: 'model:proof',
    description: 'Answers what it is told until it is mended',
    examples: [],
    schema: {
      input: z
        .object({
          name: z.string(),
          proof: z.enum(['pass', 'fail', 'unknown']),
        })
        .strict(),
    },
    async run({ input, target }) {
      const isMended = mended.has(`${input.name}/${target.id}`);
      return {
        status: isMended ? 'pass' : input.proof,
        message: isMended ? 'It is mended' : 'As it was told',
        evidence: [],
      };
    },
  });
  return createBackendModule({
    pluginId: 'missions',
    moduleId: 'model',
    register(reg) {
      reg.registerInit({
        deps: {
          actions: missionActionsExtensionPoint,
          checks: missionChecksExtensionPoint,
        },
        async init({ actions, checks }) {
          actions.addActions(falter);
          checks.addChecks(proof);
        },
      });
    },
  });
}
