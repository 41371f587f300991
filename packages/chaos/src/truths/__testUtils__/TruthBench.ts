import createKnex, { type Knex } from 'knex';
import { refOf } from '../../engine/missions';
import type { Mark } from '../../world/countMarks';
import type { World } from '../../world/World';
import { truths } from '../truths';

const TABLES = {
  runs: [
    ...['id', 'idempotency_key', 'state', 'undo_of', 'event_seq'],
    ...['mission_ref', 'finished_at', 'outcome'],
  ],
  run_targets: [
    ...['run_id', 'target_id', 'state', 'reason', 'lease_owner'],
    ...['wave', 'released'],
  ],
  run_steps: [
    ...['run_id', 'target_id', 'step_id', 'state', 'action', 'skip_reason'],
  ],
  run_events: [
    ...['run_id', 'target_id', 'step_id', 'type', 'seq', 'at', 'data_json'],
  ],
  approvals: ['id', 'run_id', 'state'],
};
const NUMBERS = ['seq', 'event_seq', 'wave', 'released'];
const BEGAN = Date.parse('2026-11-23T12:00:00.000Z');
const SECOND_MS = 1_000;

/** An event, a second after the one before unless it says when. */
export interface Happening {
  readonly type: string;
  readonly target?: string;
  readonly step?: string;
  readonly data?: object;
  /** Milliseconds from the begin. */
  readonly at?: number;
}

/** Targets on the way to their steps. */
export function begun(target = 't'): Happening[] {
  return ['preflight', 'planning', 'awaiting_approval', 'running'].map(
    state => ({ type: `target.${state}`, target }),
  );
}

/** The tables that truths look at, with one run that did one step well. */
export class TruthBench {
  readonly knex: Knex;
  readonly marks: Mark[] = [
    { runId: 'r', targetId: 't', stepId: 'mark', key: 'k', fence: 1 },
  ];
  readonly objects: object[] = [configMap('a')];

  private constructor(knex: Knex) {
    this.knex = knex;
  }

  static async create(): Promise<TruthBench> {
    const knex = createKnex({
      client: 'better-sqlite3',
      connection: { filename: ':memory:' },
      useNullAsDefault: true,
    });
    for (const [table, columns] of Object.entries(TABLES)) {
      await knex.schema.createTable(table, builder => {
        for (const column of columns) {
          const type = NUMBERS.includes(column) ? 'int' : 'text';
          builder.specificType(column, type);
        }
      });
    }
    const bench = new TruthBench(knex);
    await knex('runs').insert({
      ...{ id: 'r', idempotency_key: 'key', state: 'succeeded' },
      ...{ mission_ref: refOf('waves'), finished_at: 'then', outcome: 'Well' },
    });
    await bench.target('t', 'succeeded');
    await knex('run_steps').insert({
      ...{ run_id: 'r', target_id: 't', step_id: 'mark' },
      ...{ state: 'succeeded', action: 'chaos:mark' },
    });
    await bench.happened(
      ...begun(),
      { type: 'target.released' },
      { type: 'step.running', step: 'mark' },
      { type: 'step.succeeded', step: 'mark' },
      { type: 'target.verifying' },
      { type: 'target.succeeded' },
    );
    return bench;
  }

  /** Another target of the run, or what became of the one that there is. */
  async target(id: string, state: string, more: object = {}): Promise<void> {
    await this.knex('run_targets').where({ target_id: id }).delete();
    await this.knex('run_targets').insert({
      ...{ run_id: 'r', target_id: id, state, wave: 0, released: 1 },
      ...more,
    });
  }

  /** The whole history of the run. */
  async happened(...history: Happening[]): Promise<void> {
    await this.knex('run_events').delete();
    for (const [index, { at, ...event }] of history.entries()) {
      await this.knex('run_events').insert({
        ...{ run_id: 'r', target_id: event.target ?? 't' },
        ...{ step_id: event.step, type: event.type, seq: index + 1 },
        at: new Date(BEGAN + (at ?? index * SECOND_MS)).toISOString(),
        data_json: JSON.stringify(event.data ?? {}),
      });
    }
    await this.knex('runs').update({ event_seq: history.length });
  }

  /** What the truths say, each with its name. */
  async problems(): Promise<string[]> {
    const world = {
      database: { truth: () => this.knex },
      marks: { seen: this.marks },
      fleet: { names: ['amber'], objects: async () => this.objects },
    } as unknown as World;
    const expected = {
      started: new Map([['key', 'r']]),
      before: new Map([['amber', [configMap('a')]]]),
    };
    const found = [];
    for (const [name, truth] of Object.entries(truths)) {
      for (const problem of await truth(world, expected)) {
        found.push(`${name}: ${problem}`);
      }
    }
    return found;
  }
}

/** An object of the cluster. */
export function configMap(name: string) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'n' },
  };
}
