import {
  DURATION_PATTERN,
  durationSeconds,
  MissionError,
  personName,
} from '@mission-control/plugin-missions-common';
import {
  createMissionAction,
  suspend,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';

const duration = z
  .string()
  .refine(text => durationSeconds(text) !== undefined, {
    message: 'must be a duration such as 30m, 24h or 7d',
  })
  .meta({ pattern: DURATION_PATTERN.source });

/** A gate inside a run: goes on when the right people say so. */
export const approveAction = createMissionAction({
  id: 'core:approve',
  description:
    'A gate: asks people and goes on when enough approve. A rejection or the end of the time fails the step.',
  examples: [
    {
      description: 'Ask before traffic is switched',
      yaml: [
        '- id: confirm-switch',
        '  action: core:approve',
        '  input:',
        '    message: The new version answers. Switch the traffic?',
        '    from: [group:default/platform]',
        '    expires: 4h',
      ].join('\n'),
    },
  ],
  schema: {
    input: z
      .object({
        message: z.string().min(1).max(2000).describe('What people are asked.'),
        count: z
          .number()
          .int()
          .min(1)
          .max(20)
          .optional()
          .describe('People who must approve; without it as in spec.approval.'),
        from: z
          .array(z.string())
          .max(50)
          .optional()
          .describe(
            'User or group refs; empty: anyone with the permission; without it as in spec.approval.',
          ),
        notStarter: z
          .boolean()
          .optional()
          .describe(
            'Who started the run may not approve; without it as in spec.approval.',
          ),
        expires: duration
          .optional()
          .describe('How long it waits; then it is rejected.'),
      })
      .strict(),
    output: z.object({
      approvedBy: z.array(z.string()),
      comment: z.string().optional(),
    }),
  },
  effect: 'read',
  onlyWhenRunning: true,
  async run(ctx) {
    const { message, count, from, notStarter, expires } = ctx.input;
    if (ctx.resumed?.kind !== 'approval') {
      return suspend({
        kind: 'approval',
        message,
        policy: {
          ...(count === undefined ? {} : { count }),
          ...(from === undefined ? {} : { from }),
          ...(notStarter === undefined ? {} : { notStarter }),
        },
        expiresInSeconds: expires ? durationSeconds(expires) : undefined,
      });
    }
    const { approval } = ctx.resumed;
    ctx.evidence({
      asked: message,
      answered: { state: approval.state, decisions: approval.decisions },
    });
    if (approval.state !== 'approved') {
      const said = approval.decisions.find(
        ({ decision }) => decision === 'reject',
      );
      throw new MissionError(
        'STEP_FAILED',
        said
          ? `Rejected by ${[personName(said.by), said.comment]
              .filter(Boolean)
              .join(': ')}`
          : `Nobody approved in time (${approval.state})`,
        { remedy: 'Talk to the people, then retry the step: it asks again.' },
      );
    }
    const approvals = approval.decisions.filter(
      ({ decision }) => decision === 'approve',
    );
    return {
      approvedBy: approvals.map(({ by }) => by),
      comment: approvals.find(({ comment }) => comment)?.comment,
    };
  },
});
