import { Copy, WriteSet } from './WriteSet';

const step = (id: string) => ({ run_id: 'r', target_id: 'one', step_id: id });

describe('WriteSet', () => {
  it('writes a row once, with what was said of it last', () => {
    const set = new WriteSet();
    set.update('run_steps', step('a'), { state: 'running', attempt: 1 });
    set.update('run_steps', step('b'), { state: 'running' });
    set.update('run_steps', step('a'), { state: 'succeeded' });
    expect(set.updates).toEqual([
      {
        table: 'run_steps',
        key: step('a'),
        columns: { state: 'succeeded', attempt: 1 },
      },
      { table: 'run_steps', key: step('b'), columns: { state: 'running' } },
    ]);
  });

  it('inserts a row as it is at the end', () => {
    const set = new WriteSet();
    set.insert('run_steps', { ...step('a'), state: 'pending' });
    set.update('run_steps', step('a'), { state: 'running' });
    expect(set.updates).toEqual([]);
    expect(set.inserts).toEqual([
      { table: 'run_steps', row: { ...step('a'), state: 'running' } },
    ]);
  });

  it('forgets what it would write to rows that are removed, and keeps what comes after', () => {
    const set = new WriteSet();
    const target = { run_id: 'r', target_id: 'one' };
    set.update('run_steps', step('a'), { state: 'running' });
    set.insert('run_steps', { ...step('b'), state: 'pending' });
    set.update('run_targets', target, { state: 'running' });
    set.remove('run_steps', target);
    set.insert('run_steps', { ...step('c'), state: 'pending' });
    expect(set.removals).toEqual([{ table: 'run_steps', where: target }]);
    expect(set.inserts.map(({ row }) => row.step_id)).toEqual(['c']);
    expect(set.updates.map(({ table }) => table)).toEqual(['run_targets']);
  });

  it('takes in a later set as if it had been written to this one', () => {
    const phase = { run_id: 'r', phase: 'preflight' };
    const set = new WriteSet();
    set.insert('run_evidence', { ...phase, check_id: 'old' });
    set.update('runs', { id: 'r' }, { state: 'planning', event_seq: 3 });
    const later = new WriteSet();
    later.remove('run_evidence', phase);
    later.insert('run_evidence', { ...phase, check_id: 'new' });
    later.update('runs', { id: 'r' }, { event_seq: 5 });
    set.add(later);
    expect(set.inserts.map(({ row }) => row.check_id)).toEqual(['new']);
    expect(set.updates[0].columns).toEqual({ state: 'planning', event_seq: 5 });
  });

  it('leaves another set alone that it took in', () => {
    const set = new WriteSet();
    const later = new WriteSet();
    later.update('runs', { id: 'r' }, { state: 'planning' });
    later.update('run_targets', step('a'), {
      approved_plan_json: new Copy('plan_json'),
    });
    set.add(later);
    set.update('runs', { id: 'r' }, { state: 'running' });
    expect(later.updates[0].columns).toEqual({ state: 'planning' });
    later.clear();
    expect(later.isEmpty).toBe(true);
    expect(set.updates).toHaveLength(2);
  });
});
