import { z } from 'zod';
import { checkSchema, orbitCheckSchema } from './checkSchema';
import { missionParametersSchema } from './parameterSchema';
import {
  duration,
  entityRef,
  fileBeside,
  id,
  ofMaps,
  selectSchema,
  webAddress,
} from './parts';
import { stepSchema } from './stepSchema';

/** The API version that this package reads. @public */
export const MISSION_API_VERSION = 'mission-control.dev/v1alpha1';

/** How long an approval is asked for where the mission does not say it. @public */
export const DEFAULT_APPROVAL_EXPIRY = '24h';

const many = 1000;

const metadataSchema = z
  .strictObject({
    name: z
      .string()
      .regex(
        /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
        'lower-case letters, digits and dashes, at most 63',
      )
      .describe('Unique in its source; the ref is {source}/{name}.'),
    title: z.string().min(1).max(200).describe('For people.'),
    description: z.string().min(1).max(2000).describe('One or two sentences.'),
    tags: z.array(z.string().min(1).max(63)).max(50).default([]),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
    links: z
      .array(
        z.strictObject({
          url: webAddress,
          title: z.string().max(200).optional(),
        }),
      )
      .max(20)
      .optional(),
  })
  .meta({ id: 'Metadata', description: 'The Backstage envelope.' });

const projectSchema = z.strictObject({
  name: z.string().min(1).max(200),
  maturity: z.enum(['sandbox', 'incubating', 'graduated']).optional(),
  homepage: webAddress.optional(),
  repository: webAddress.optional(),
});

const verificationSchema = z.strictObject({
  by: z.string().min(1).max(200).describe('Person or organisation.'),
  role: z.enum(['maintainer', 'community']),
  version: z.string().max(100).optional().describe('Of what was installed.'),
  date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'a date such as 2026-11-21')
    .optional(),
  reference: webAddress.optional(),
});

const bounds = {
  min: z.int().min(0).max(many).optional(),
  max: z.int().min(1).max(many).optional(),
  select: selectSchema.optional(),
};

const targetsSchema = z
  .strictObject({
    ...bounds,
    roles: z
      .record(
        id,
        z.strictObject({ title: z.string().max(200).optional(), ...bounds }),
      )
      .optional()
      .describe('For missions whose clusters differ: hub, member, …'),
  })
  .meta({ id: 'Targets', description: 'How many clusters, and which.' });

const approvalSchema = z
  .strictObject({
    policy: z
      .enum(['required', 'automatic'])
      .default('required')
      .describe('automatic is a wish: a configured rule has to allow it too.'),
    count: z
      .int()
      .min(1)
      .max(10)
      .default(1)
      .describe('People who must approve.'),
    from: z
      .array(entityRef)
      .max(50)
      .default([])
      .describe('Users or groups; empty: anyone with the permission.'),
    notStarter: z
      .boolean()
      .default(false)
      .describe('Who started it may not approve it.'),
    expires: duration
      .default(DEFAULT_APPROVAL_EXPIRY)
      .describe('Then the approval is rejected.'),
  })
  .meta({ id: 'Approval', description: 'Who has to agree to the plan.' });

const waveSchema = z
  .strictObject({
    canary: z
      .int()
      .min(1)
      .max(many)
      .optional()
      .describe('So many targets first.'),
    count: z
      .int()
      .min(1)
      .max(many)
      .optional()
      .describe('So many of what is left.'),
    percent: z
      .int()
      .min(1)
      .max(100)
      .optional()
      .describe('So much of what is left.'),
    parallel: z.int().min(1).max(many).optional().describe('Targets at once.'),
    verify: z
      .boolean()
      .optional()
      .describe('The next wave waits for the proof of this one.'),
  })
  .refine(
    wave =>
      [wave.canary, wave.count, wave.percent].filter(x => x !== undefined)
        .length === 1,
    { error: 'exactly one of canary, count and percent', ...ofMaps },
  )
  .meta({ id: 'Wave', description: 'Targets that go together.' });

const scheduleSchema = z
  .strictObject({
    cadence: z
      .enum(['hourly', 'daily', 'weekly', 'monthly'])
      .optional()
      .describe(
        'Every hour, or at two o’clock: each night, on Mondays, on the first.',
      ),
    cron: z
      .string()
      .max(100)
      .optional()
      .describe(
        'Five fields: minute hour day month weekday; `L` is the last day of a month. At most every five minutes.',
      ),
    timeZone: z
      .string()
      .max(100)
      .default('Etc/UTC')
      .describe(
        'IANA name. A time that the clocks pass over comes later by as much; one that they show twice comes once, unless every hour is meant.',
      ),
    grace: duration
      .optional()
      .describe(
        'A slot that could not start within this time is missed; a run that goes on longer is late. Default 1h.',
      ),
    jitter: duration
      .optional()
      .describe(
        'A slot starts later by less than this, always by the same time for one orbit and slot. Shorter than the time between two slots.',
      ),
    overlap: z
      .enum(['skip', 'queue'])
      .optional()
      .describe(
        'What happens to a slot while a run of the orbit goes on: skip it, or queue it until that run ends; of several the newest waits. Default skip.',
      ),
    history: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe(
        'Newest runs and slots that Ground Control shows. Nothing is deleted by it. Default 50.',
      ),
  })
  .refine(({ cadence, cron }) => (cadence === undefined) === Boolean(cron), {
    error: 'exactly one of cadence and cron',
    ...ofMaps,
  })
  .meta({ id: 'Schedule', description: 'When an orbit runs.' });

const dashboardSchema = z
  .strictObject({
    title: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe(
        'Heads what the page says of the findings. The page itself is named as the orbit is everywhere.',
      ),
    description: z
      .string()
      .min(1)
      .max(2000)
      .optional()
      .describe('Below it: what the findings mean.'),
    groupBy: z
      .enum(['cluster', 'check', 'namespace', 'control'])
      .optional()
      .describe(
        'How findings are grouped until somebody chooses otherwise. control is the rule that a finding names, such as 5.2.2 of a benchmark; a finding that names none is grouped by its check, and the group says so. Default: one list.',
      ),
  })
  .meta({
    id: 'Dashboard',
    description: 'Orbits: what the page in Ground Control says.',
  });

const demoSchema = z
  .strictObject({
    fixtures: fileBeside
      .optional()
      .describe(
        'YAML file below the directory of the mission with the Kubernetes objects that demo clusters need. Made there once; a reset of the cluster makes them anew. The annotation mission-control.dev/demo-clusters (dev,staging) chooses clusters.',
      ),
    description: z
      .string()
      .min(1)
      .max(2000)
      .optional()
      .describe(
        'What there is to try; the pages of the mission show it as long as only demo clusters are meant.',
      ),
    parameters: z
      .record(z.string(), z.unknown())
      .optional()
      .describe(
        'While only demo clusters are chosen, or listed, the form has these values in place of the defaults. They have to fit the declared parameters; no secrets.',
      ),
  })
  .meta({
    id: 'Demo',
    description:
      'Present (`demo: {}`) when the mission works on demo clusters.',
  });

/** Kinds of missions. @public */
export const MissionKind = {
  install: 'install',
  fix: 'fix',
  orbit: 'orbit',
  sequence: 'sequence',
} as const;
/** @public */
export type MissionKind = (typeof MissionKind)[keyof typeof MissionKind];

const specSchema = z
  .strictObject({
    type: z
      .enum(MissionKind)
      .describe(
        'install puts something on clusters, fix repairs a symptom, orbit looks again and again, sequence chains missions.',
      ),
    category: z
      .string()
      .min(1)
      .max(63)
      .optional()
      .describe('Where the Explorer lists it.'),
    owner: entityRef.optional().describe('Who answers for it.'),
    lifecycle: z
      .enum(['draft', 'experimental', 'production', 'deprecated'])
      .optional()
      .describe(
        'In a draft a pin that is missing is an open point, not an error.',
      ),
    project: projectSchema.optional().describe('The project that it is about.'),
    verification: z
      .array(verificationSchema)
      .max(100)
      .optional()
      .describe('Who ran it and saw that it works.'),
    parameters: missionParametersSchema.optional(),
    targets: targetsSchema
      .optional()
      .describe('Without it a run has no cluster of its own (sequences).'),
    preflight: z
      .array(checkSchema)
      .max(100)
      .default([])
      .describe('What has to be true before it starts.'),
    approval: approvalSchema.optional(),
    waves: z
      .array(waveSchema)
      .min(1)
      .max(50)
      .optional()
      .describe('In which groups the targets go. Default: all at once.'),
    failureBudget: z
      .int()
      .min(0)
      .max(many)
      .optional()
      .describe(
        'Targets that may fail before no further one starts. Default 0.',
      ),
    overlap: z
      .enum(['queue', 'refuse', 'allow'])
      .optional()
      .describe(
        'What happens where another run changes the same objects of a cluster, from its approval to its end: queue waits for it, and compares the plan again; refuse does not start, and neither while a run of this mission goes on there; allow goes on beside it. An undo is blocked, and names it. Default queue.',
      ),
    steps: z
      .array(stepSchema)
      .max(200)
      .default([])
      .describe('What is done, in this order.'),
    verify: z
      .array(checkSchema)
      .max(100)
      .default([])
      .describe('What proves the outcome on the cluster.'),
    checks: z
      .array(orbitCheckSchema)
      .max(200)
      .default([])
      .describe('Orbits: what is looked at; yields findings.'),
    schedule: scheduleSchema.optional(),
    dashboard: dashboardSchema.optional(),
    demo: demoSchema
      .optional()
      .describe(
        'Present (`demo: {}`) when the mission works on demo clusters; the Explorer says so.',
      ),
  })
  .meta({ id: 'Spec', description: 'What the mission is.' });

/**
 * The mission format: the one source of types, validation, the JSON Schema
 * for editors and the reference page in docs/.
 * @public
 */
export const missionSchema = z
  .strictObject({
    apiVersion: z.literal(MISSION_API_VERSION),
    kind: z.literal('Mission'),
    metadata: metadataSchema,
    spec: specSchema,
  })
  .meta({
    title: 'Mission',
    description:
      'A guided, verified, reversible operation on Kubernetes clusters.',
  });

/**
 * A mission file after validation. Durations stay texts; read them with
 * durationSeconds. (`Mission` without "Definition" is the API's view of it.)
 * @public
 */
export type MissionDefinition = z.infer<typeof missionSchema>;
/** @public */
export type MissionMetadata = MissionDefinition['metadata'];
/** @public */
export type MissionSpec = MissionDefinition['spec'];
/** @public */
export type MissionTargets = z.infer<typeof targetsSchema>;
/** @public */
export type MissionApproval = z.infer<typeof approvalSchema>;
/** @public */
export type MissionWave = z.infer<typeof waveSchema>;
/** @public */
export type MissionSchedule = z.infer<typeof scheduleSchema>;
