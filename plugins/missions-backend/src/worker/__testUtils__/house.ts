import type { Knex } from 'knex';
import { MemoryCluster } from './MemoryCluster';
import { TestEngine } from './TestEngine';

/** Paints the house of a memory cluster blue. */
export const paintHouse = {
  id: 'paint',
  action: 'memory:set',
  input: { name: 'house', value: 'blue' },
};

/** Proves that it is. */
export const houseIsBlue = {
  id: 'is-blue',
  check: 'memory:equals',
  input: { name: 'house', value: 'blue' },
};

/** An engine with a worker, and one cluster whose house is red. */
export async function startAtRedHouse(db: Knex) {
  const one = new MemoryCluster('one');
  one.objects.set('house', { data: 'red' });
  const engine = await TestEngine.create(db, [one]);
  await engine.worker();
  return { engine, one };
}

/** A run that painted house and tree blue, each in a step of its name. */
export async function paintBlue(
  engine: TestEngine,
  action: string = 'memory:set',
) {
  const run = await engine.start({
    steps: ['house', 'tree'].map(name => ({
      id: name,
      action,
      input: { name, value: 'blue' },
    })),
    verify: [houseIsBlue],
  });
  await engine.approve(run.id);
  return engine.reaches(run.id, 'succeeded');
}
