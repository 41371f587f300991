import {
  celOver,
  evaluateOnObject,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import { createMissionCheck } from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { maskObject, readObject } from '../objects';
import { lookOrUnknown } from './outcomes';

const inputSchema = z.strictObject({
  object: z.strictObject({
    apiVersion: z.string().min(1),
    kind: z.string().min(1),
    namespace: z.string().min(1).optional(),
    name: z.string().min(1),
  }),
  absent: z.boolean().optional().describe('Passes when it does not exist.'),
  expect: z
    .string()
    .min(1)
    .superRefine(celOver('object'))
    .optional()
    .describe('CEL over `object`, the live object: has to be true.'),
});

const SECRET_SAID = 'is not true; what it is of a Secret is not shown';

/** kubernetes:object */
export const objectCheck = createMissionCheck({
  id: 'kubernetes:object',
  description:
    'An object exists, or is absent, and holds what a CEL expression says of it.',
  examples: [
    {
      description: 'The claim is bound',
      yaml: [
        '- id: is-bound',
        '  check: kubernetes:object',
        '  input:',
        '    object: { apiVersion: v1, kind: PersistentVolumeClaim, namespace: shop, name: data }',
        "    expect: object.status.phase == 'Bound'",
      ].join('\n'),
    },
  ],
  schema: { input: inputSchema },
  run: ctx => {
    const { object: ref, absent = false, expect } = ctx.input;
    const words = nameOfObject(ref);
    const asked = `GET ${words}`;
    return lookOrUnknown(asked, ctx.signal, async () => {
      const live = await readObject(ctx.cluster, ref, ctx.signal);
      if (!live) {
        return {
          status: absent ? 'pass' : 'fail',
          message: `${words} does not exist`,
          evidence: [{ asked, answered: 'not found', object: ref }],
        };
      }
      const { managedFields: _left, ...metadata } = live.metadata ?? {};
      const shown = maskObject({ ...live, metadata }, ctx);
      const evidence = [{ asked, answered: shown, object: ref }];
      if (absent) {
        const leaving = Boolean(live.metadata?.deletionTimestamp);
        return {
          status: 'fail',
          message: leaving
            ? `${words} is still being deleted`
            : `${words} exists`,
          evidence,
          progressing: leaving,
        };
      }
      if (expect === undefined) {
        return { status: 'pass', message: `${words} exists`, evidence };
      }
      const said = verdictOf(expect, live);
      // A mission may ask of a Secret whether, and not what.
      const shownSaid = ref.kind === 'Secret' ? SECRET_SAID : `is ${said}`;
      return {
        status: said === true ? 'pass' : 'fail',
        message:
          said === true
            ? `${words} is as expected`
            : `${words}: ${expect} ${shownSaid}`,
        evidence,
        progressing: said !== true,
        progressKey: live.metadata?.resourceVersion,
      };
    });
  },
});

/** The value of the expression, or why it has none: an absent field is no error of the mission. */
function verdictOf(expression: string, object: object): unknown {
  try {
    return evaluateOnObject(expression, { object });
  } catch (error) {
    return `not to be had: ${(error as Error).message}`;
  }
}
