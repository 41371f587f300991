import { z } from 'zod';
import { durationSeconds } from './duration';
import { isMap } from './refusedParts';

/** A text that says why or what. */
export const sentence = z.string().trim().min(3).max(2000);

/** `30s`, `5m`, `1h30m`, `2d`. */
export const duration = z
  .string()
  .refine(text => durationSeconds(text) !== undefined, {
    error: 'a duration such as 30s, 5m, 1h30m or 2d',
  })
  .meta({
    description: 'A duration such as 30s, 5m, 1h30m or 2d.',
    pattern: '^([0-9]+(ms|s|m|h|d|w))+$',
  });

/** Ids of steps and checks, names of roles. */
export const id = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,62}$/,
    'lower-case letters, digits and dashes, starting with a letter, at most 63',
  );

/** `<namespace>:<name>` of an action or a check. */
export const registeredId = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*$/,
    'namespace:name in lower case, such as kubernetes:apply',
  );

/** A bare CEL expression. */
export const condition = z
  .string()
  .trim()
  .min(1)
  .max(4096)
  .describe('A CEL expression without ${{ }}; it has to yield true or false.');

/** Inputs of actions and checks; strings may hold `${{ }}`. */
export const input = z
  .record(z.string(), z.unknown())
  .describe('Inputs; strings may hold ${{ expressions }}.');

/** A Backstage entity ref, such as `group:default/platform`. */
export const entityRef = z
  .string()
  .max(253)
  .regex(
    /^(?:[A-Za-z][A-Za-z0-9]*:)?(?:[A-Za-z0-9._-]+\/)?[A-Za-z0-9._-]+$/,
    'an entity ref such as group:default/platform',
  );

/**
 * For what is asked of several keys of a map: also when one of their values is
 * refused, for zod asks it otherwise only afterwards.
 */
export const ofMaps = {
  when: ({ value }: { value: unknown }) => isMap(value),
};

/** What repairs a failed check. */
export const remedySchema = z
  .strictObject({
    text: sentence.optional().describe('What to do, in words.'),
    mission: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Ref or name of a mission that repairs it.'),
    parameters: input.optional().describe('Parameters for that mission.'),
  })
  .refine(remedy => remedy.text !== undefined || remedy.mission !== undefined, {
    error: 'a remedy with text or mission',
    ...ofMaps,
  })
  .meta({ id: 'Remedy', description: 'What repairs a check that fails.' });

/** Selects clusters by what providers say about them. */
export const selectSchema = z
  .strictObject({
    names: z.array(z.string().min(1).max(253)).max(1000).optional(),
    environments: z.array(z.string().min(1).max(63)).max(100).optional(),
    labels: z.record(z.string(), z.string()).optional(),
  })
  .meta({
    id: 'ClusterSelector',
    description: 'Clusters that match every given line.',
  });

/** A web address. */
export const webAddress = z
  .string()
  .max(2000)
  .regex(/^https?:\/\/[^\s]+$/, 'an address that starts with https://');

/** A file below the mission's own directory; forward slashes. */
export const fileBeside = z
  .string()
  .max(500)
  .regex(
    /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\.ya?ml$/,
    'a YAML file below the directory of the mission, such as demo/cluster.yaml',
  );
