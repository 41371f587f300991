import type { Knex } from 'knex';
import type { TargetRecord } from '../types';

/** What a run waits for, whoever has to do it. */
export interface RunWait {
  /** Targets whose step waits at an open gate, in the order of the targets. */
  readonly gates: string[];
  /** Since when the first of its targets waits for a person. */
  readonly since?: string;
}

/** States of a target that only a person ends, without an approval that says since when. */
const stuckStates = ['needs_decision', 'blocked'];

/** What runs with these targets wait for, by run; those that wait for nobody are left out. */
export async function readWaits(options: {
  tx: Knex | Knex.Transaction;
  targets: readonly Pick<
    TargetRecord,
    'runId' | 'targetId' | 'state' | 'blockedSince'
  >[];
}): Promise<Map<string, RunWait>> {
  const { tx, targets } = options;
  const waits = new Map<string, RunWait>();
  const add = (runId: string, at: string, gate?: string) => {
    const { gates, since = at } = waits.get(runId) ?? { gates: [] };
    waits.set(runId, {
      gates: gate && !gates.includes(gate) ? [...gates, gate] : gates,
      since: at < since ? at : since,
    });
  };
  const approvals = await tx('approvals')
    .whereIn('run_id', [...new Set(targets.map(({ runId }) => runId))])
    .where({ state: 'open' })
    .orderBy('id')
    .select('run_id', 'target_id', 'kind', 'created_at');
  for (const row of approvals) {
    const gate = row.kind === 'gate' ? row.target_id : undefined;
    add(row.run_id, row.created_at, gate ?? undefined);
  }
  for (const [runId, wait] of waits) {
    const order = targets
      .filter(target => target.runId === runId)
      .map(({ targetId }) => targetId);
    wait.gates.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  }
  const stuck = targets.filter(({ state }) => stuckStates.includes(state));
  if (stuck.length === 0) {
    return waits;
  }
  const arrivals: {
    run_id: string;
    target_id: string;
    type: string;
    at: string;
  }[] = await tx('run_events')
    .whereIn('run_id', [...new Set(stuck.map(({ runId }) => runId))])
    .whereIn(
      'type',
      stuckStates.map(state => `target.${state}`),
    )
    .groupBy('run_id', 'target_id', 'type')
    .select('run_id', 'target_id', 'type')
    .max({ at: 'at' });
  for (const { runId, targetId, state, blockedSince } of stuck) {
    const arrival = arrivals.find(
      row =>
        row.run_id === runId &&
        row.target_id === targetId &&
        row.type === `target.${state}`,
    );
    // A look by itself blocks it again: its wait began before.
    const at = (state === 'blocked' && blockedSince) || arrival?.at;
    if (at) {
      add(runId, at);
    }
  }
  return waits;
}
