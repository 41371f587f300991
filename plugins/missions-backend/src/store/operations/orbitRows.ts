import type {
  SlotSchedule,
  SlotState,
} from '@mission-control/plugin-missions-common';
import { parseJson } from '../rows';
import type { ChildAuthority, RunStarter } from '../types';

/** When an orbit looks, and what happens around it. */
export interface OrbitSchedule extends SlotSchedule {
  /** Seconds after its start within which a run may begin and end. */
  readonly graceSeconds?: number;
  /** A slot starts later by less than this. */
  readonly jitterSeconds?: number;
  /** What happens to a slot while a run of the orbit goes on. */
  readonly overlap?: 'skip' | 'queue';
  /** Newest runs and slots that are shown. */
  readonly history?: number;
}

/** A recurring mission as it is kept. */
export interface OrbitRecord {
  readonly id: string;
  readonly missionRef: string;
  readonly title: string;
  readonly schedule: OrbitSchedule;
  readonly targets: readonly { cluster: string; role?: string }[];
  readonly parameters: Record<string, unknown>;
  /** For whom it runs. */
  readonly owner: string;
  /** As known when it was enabled. */
  readonly starter?: RunStarter;
  /** What steps of its runs may reach; absent: nothing. */
  readonly childAuthority?: ChildAuthority;
  /** Of the request that enabled it; absent in orbits of old versions. */
  readonly requestHash?: string;
  readonly paused: boolean;
  readonly createdAt: string;
  /** When the next slot starts: the slot and its jitter. */
  readonly nextRunAt?: string;
  readonly nextSlotAt?: string;
  readonly lastSlotAt?: string;
}

/** A slot of an orbit and what became of it. */
export interface SlotRecord {
  readonly orbitId: string;
  readonly slotAt: string;
  readonly startsAt: string;
  readonly state: SlotState;
  /** Why it waits or started nothing. */
  readonly reason?: string;
  readonly runId?: string;
  /** When a replica took it last. */
  readonly claimedAt: string;
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
    starter: parseJson(row.starter_json),
    childAuthority: parseJson(row.child_authority_json),
    requestHash: row.request_hash ?? undefined,
    paused: Boolean(row.paused),
    createdAt: row.created_at,
    nextRunAt: row.next_run_at ?? undefined,
    nextSlotAt: row.next_slot_at ?? undefined,
    lastSlotAt: row.last_slot_at ?? undefined,
  };
}

/** orbit_slots → SlotRecord */
export function toSlot(row: Record<string, any>): SlotRecord {
  return {
    orbitId: row.orbit_id,
    slotAt: row.slot,
    startsAt: row.starts_at ?? row.slot,
    state: row.state,
    reason: row.problem ?? undefined,
    runId: row.run_id ?? undefined,
    claimedAt: row.claimed_at,
  };
}
