import { parseJson } from '../rows';

/** A recurring mission as it is kept. */
export interface OrbitRecord {
  readonly id: string;
  readonly missionRef: string;
  readonly title: string;
  readonly schedule: {
    readonly cadence?: 'hourly' | 'daily' | 'weekly' | 'monthly';
    readonly cron?: string;
    readonly timeZone: string;
    readonly graceSeconds?: number;
  };
  readonly targets: readonly { cluster: string; role?: string }[];
  readonly parameters: Record<string, unknown>;
  /** For whom it runs. */
  readonly owner: string;
  readonly paused: boolean;
  readonly createdAt: string;
  readonly nextRunAt?: string;
  readonly lastSlotAt?: string;
}

/** orbits → OrbitRecord */
export function toOrbit(row: Record<string, any>): OrbitRecord {
  return {
    id: row.id,
    missionRef: row.mission_ref,
    title: row.title,
    schedule: parseJson(row.schedule_json)!,
    targets: parseJson(row.targets_json)!,
    parameters: parseJson(row.parameters_json)!,
    owner: row.owner,
    paused: Boolean(row.paused),
    createdAt: row.created_at,
    nextRunAt: row.next_run_at ?? undefined,
    lastSlotAt: row.last_slot_at ?? undefined,
  };
}
