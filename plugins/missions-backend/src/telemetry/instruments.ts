/** What an instrument is; `attributes` are all that its series may differ in. */
export interface Instrument {
  readonly kind: 'counter' | 'upDownCounter' | 'histogram' | 'gauge';
  /** UCUM; a thing that is counted in braces. */
  readonly unit: string;
  readonly description: string;
  readonly attributes: readonly string[];
  /** Upper bounds of a histogram's buckets, in its unit. */
  readonly buckets?: readonly number[];
  /**
   * `process`: each replica tells its own, to be added up. `database`: every
   * replica tells the same, of which one is enough.
   */
  readonly scope: 'process' | 'database';
}

const SHORT_SECONDS = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
];
const LONG_SECONDS = [
  0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600, 14_400, 86_400,
];

const missionOfRun = [
  'missions.mission.type',
  'missions.trigger',
  'missions.undo',
  'missions.mission.ref',
] as const;

/**
 * Every metric of the engine; docs/operating.md has the same table. No value of
 * an attribute names a run, a person or an object, so the number of series is
 * bounded by missions' types, actions and clusters. `missions.mission.ref` is
 * told only with `missions.metrics.missionRef`.
 */
export const instruments = {
  'missions.runs.started': {
    kind: 'counter',
    unit: '{run}',
    description: 'Runs that were created',
    attributes: missionOfRun,
    scope: 'process',
  },
  'missions.runs.ended': {
    kind: 'counter',
    unit: '{run}',
    description: 'Runs that ended, by how',
    attributes: [...missionOfRun, 'missions.run.state'],
    scope: 'process',
  },
  'missions.run.duration': {
    kind: 'histogram',
    unit: 's',
    description:
      'Time from the creation of a run to its end, waits for people included',
    attributes: [
      'missions.mission.type',
      'missions.undo',
      'missions.run.state',
    ],
    buckets: LONG_SECONDS,
    scope: 'process',
  },
  'missions.step.duration': {
    kind: 'histogram',
    unit: 's',
    description:
      'Time that a worker was at a step, by how it ended or why it was left (waiting, retrying)',
    attributes: ['missions.action', 'missions.step.state'],
    buckets: LONG_SECONDS,
    scope: 'process',
  },
  'missions.step.retries': {
    kind: 'counter',
    unit: '{retry}',
    description: 'Attempts that failed and are tried again by themselves',
    attributes: ['missions.action'],
    scope: 'process',
  },
  'missions.step.takeovers': {
    kind: 'counter',
    unit: '{step}',
    description: 'Steps that a worker took over from one that did not end them',
    attributes: ['missions.action'],
    scope: 'process',
  },
  'missions.claims': {
    kind: 'counter',
    unit: '{claim}',
    description: 'Targets that this replica took to work on',
    attributes: [],
    scope: 'process',
  },
  'missions.leases.lost': {
    kind: 'counter',
    unit: '{lease}',
    description:
      'Targets that this replica lost while it worked on them: it hung, or the database was away',
    attributes: [],
    scope: 'process',
  },
  'missions.worker.held': {
    kind: 'gauge',
    unit: '{target}',
    description: 'Targets that this replica holds, those that rest included',
    attributes: [],
    scope: 'process',
  },
  'missions.worker.lag': {
    kind: 'gauge',
    unit: 's',
    description:
      'Time since the worker last ended a round of claiming; above 30 it counts as dead',
    attributes: [],
    scope: 'process',
  },
  'missions.queue.depth': {
    kind: 'gauge',
    unit: '{target}',
    description:
      'Targets that could be worked on and that nobody has claimed; not those on full clusters',
    attributes: [],
    scope: 'database',
  },
  'missions.queue.age': {
    kind: 'gauge',
    unit: 's',
    description: 'For how long the oldest of them has waited; 0 without any',
    attributes: [],
    scope: 'database',
  },
  'missions.commit.duration': {
    kind: 'histogram',
    unit: 's',
    description:
      'Time of a transaction that changes a run, the wait for a connection included',
    attributes: ['missions.commit.result'],
    buckets: SHORT_SECONDS,
    scope: 'process',
  },
  'missions.approvals.open': {
    kind: 'gauge',
    unit: '{approval}',
    description: 'Approvals that wait for people',
    attributes: ['missions.approval.kind'],
    scope: 'database',
  },
  'missions.approvals.age': {
    kind: 'gauge',
    unit: 's',
    description: 'For how long the oldest of them has waited',
    attributes: ['missions.approval.kind'],
    scope: 'database',
  },
  'missions.approvals.closed': {
    kind: 'counter',
    unit: '{approval}',
    description: 'Approvals that were decided, by people or by a rule',
    attributes: ['missions.approval.kind', 'missions.approval.state'],
    scope: 'process',
  },
  'missions.cluster.request.duration': {
    kind: 'histogram',
    unit: 's',
    description:
      'Time until a cluster began to answer; the status is 2xx to 5xx, or error without an answer',
    attributes: [
      'missions.cluster',
      'http.request.method',
      'missions.response.class',
    ],
    buckets: SHORT_SECONDS,
    scope: 'process',
  },
  'missions.notifications': {
    kind: 'counter',
    unit: '{notification}',
    description: 'Messages to people, by notifier and whether it took them',
    attributes: ['missions.notifier', 'missions.notification.result'],
    scope: 'process',
  },
  'missions.orbits.overdue': {
    kind: 'gauge',
    unit: '{orbit}',
    description:
      'Orbits whose slot came more than two minutes ago and started nothing',
    attributes: [],
    scope: 'database',
  },
  'missions.stream.viewers': {
    kind: 'upDownCounter',
    unit: '{viewer}',
    description: 'Open streams of runs at this replica',
    attributes: [],
    scope: 'process',
  },
  'missions.retention.removed': {
    kind: 'counter',
    unit: '{run}',
    description: 'Runs of which retention removed this',
    attributes: ['missions.retention.level'],
    scope: 'process',
  },
  'missions.retention.rows': {
    kind: 'counter',
    unit: '{row}',
    description: 'Rows that retention removed',
    attributes: ['missions.retention.level'],
    scope: 'process',
  },
} as const satisfies Record<string, Instrument>;

/** Name of a metric. */
export type InstrumentName = keyof typeof instruments;

/** Names of the metrics of these kinds. */
export type NameOf<TKind extends Instrument['kind']> = {
  [TName in InstrumentName]: (typeof instruments)[TName]['kind'] extends TKind
    ? TName
    : never;
}[InstrumentName];

/** What tells the series of a metric apart. */
export type AttributesOf<TName extends InstrumentName> = Partial<
  Record<(typeof instruments)[TName]['attributes'][number], string | boolean>
>;
