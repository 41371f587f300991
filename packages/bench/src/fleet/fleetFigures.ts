import type { Memory } from '../memory/watchMemory';
import type { Figure, Unit } from '../report/Figure';
import { median } from '../statistics/median';
import type { FleetMeasurements, Measured } from './types';

const MEGABYTE = 2 ** 20;
/** What is resident comes in pages. */
const PAGE = 4_096;
const TEMPERATURES = ['cold', 'warm'] as const;

/** What a fleet was measured with: ours, and bare requests. */
export interface FleetRound {
  readonly database: string;
  readonly clusters: number;
  /** Targets that the worker has at once. */
  readonly places: number;
  readonly raw: FleetMeasurements;
  readonly ours: FleetMeasurements & {
    /** Open files before all, and after it; absent where the system does not tell. */
    readonly files?: { readonly before: number; readonly after: number };
  };
}

/** Figures of a round, times first. */
export function fleetFigures(round: FleetRound): Figure[] {
  const { clusters, places, raw, ours } = round;
  const figure = (
    title: string,
    unit: Unit,
    value: number,
    baseline: readonly [title: string, value: number],
    samples = clusters,
  ): Figure => ({
    title,
    database: round.database,
    value,
    unit,
    baseline: { title: baseline[0], value: baseline[1], unit },
    ratio: value / baseline[1],
    samples,
  });
  const each = `raw https GET of each, ${places} at once`;
  const { files } = ours;
  return [
    ...TEMPERATURES.map(temperature =>
      figure(
        `run over ${clusters} clusters, ${temperature}`,
        'ms',
        ours.few[temperature].milliseconds,
        [`${each}, ${temperature}`, raw.few[temperature].milliseconds],
      ),
    ),
    ...TEMPERATURES.map(temperature =>
      figure(
        `${clusters} clusters asked by their clients at once, ${temperature}`,
        'ms',
        typical(ours.all[temperature]),
        [`raw https GETs, ${temperature}`, typical(raw.all[temperature])],
        clusters * ours.all[temperature].length,
      ),
    ),
    figure(
      'requests of a run to each cluster',
      'requests',
      ours.few.cold.requests,
      ['those of its step', raw.few.cold.requests],
    ),
    figure(
      'connections of a run to each cluster',
      'connections',
      ours.few.cold.opened,
      ['raw https', raw.few.cold.opened],
    ),
    ...(['rss', 'heap'] as const).map(kind =>
      figure(
        `${
          kind === 'rss' ? 'memory' : 'heap'
        } of a run over ${clusters} clusters above the idle process`,
        'MB',
        above(ours, kind),
        ['raw https', above(raw, kind)],
      ),
    ),
    ...(files
      ? [
          figure(
            'open files after all connections were left idle',
            'files',
            files.after,
            ['before', files.before],
          ),
        ]
      : []),
  ];
}

function typical(times: readonly Measured[]): number {
  return median(times.map(({ milliseconds }) => milliseconds));
}

/** Megabytes at the most. */
function above({ idle, few }: FleetMeasurements, kind: keyof Memory): number {
  const most = Math.max(few.cold.most[kind], few.warm.most[kind]);
  return Math.max(PAGE, most - idle[kind]) / MEGABYTE;
}
