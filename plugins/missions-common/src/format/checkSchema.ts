import { z } from 'zod';
import {
  condition,
  id,
  input,
  registeredId,
  remedySchema,
  sentence,
} from './parts';

const common = {
  title: sentence.optional().describe('What is asked, for people.'),
  check: registeredId.describe('The registered check.'),
  input: input.optional(),
  if: condition.optional(),
  remedy: remedySchema.optional(),
};

/** Zod type of a check in `preflight` and `spec.verify`. */
export const checkSchema = z
  .strictObject({ id: id.describe('Unique in its list.'), ...common })
  .meta({ id: 'Check', description: 'A read-only question to the cluster.' });

/** Zod type of a check in a step's `verify`; its id may be left out. */
export const stepCheckSchema = z
  .strictObject({ id: id.optional(), ...common })
  .meta({ id: 'StepCheck', description: 'A question asked after a step.' });

/** Severities of findings. @public */
export const FindingSeverity = {
  low: 'low',
  medium: 'medium',
  high: 'high',
  critical: 'critical',
} as const;
/** @public */
export type FindingSeverity =
  (typeof FindingSeverity)[keyof typeof FindingSeverity];

/** Zod type of a check of an orbit: it yields findings, or is one when it fails. */
export const orbitCheckSchema = z
  .strictObject({
    id: id.describe('Unique in its list.'),
    ...common,
    severity: z
      .enum(FindingSeverity)
      .optional()
      .describe(
        'Of a finding for which the check names none, and of a failure without findings. Default medium.',
      ),
    control: z
      .string()
      .max(100)
      .optional()
      .describe('Internal control that it is evidence for.'),
    fixMission: z
      .string()
      .max(200)
      .optional()
      .describe('Ref or name of a mission that repairs a finding.'),
  })
  .meta({
    id: 'OrbitCheck',
    description:
      'A check that yields findings. It is asked once a look. When it fails or warns and names none, that is one finding.',
  });

/** A check of preflight, a step or the outcome. @public */
export type MissionCheckSpec = z.infer<typeof stepCheckSchema>;
/** A check of an orbit. @public */
export type MissionOrbitCheck = z.infer<typeof orbitCheckSchema>;
