import { defaultRules, type EngineRules, type Freeze } from '../../engine';
import { readEvents, readSteps, readTarget } from '../../store';
import { insertFreeze, liftFreeze } from '../../store/operations/freezes';
import { wakeHeld } from '../../store/operations/wakeHeld';
import type { Knex } from 'knex';
import { houseIsBlue, paintHouse } from './house';
import { MemoryCluster } from './MemoryCluster';
import { TestEngine } from './TestEngine';
import { createTwoWrites } from './twoWrites';

/** Who freezes and lifts. */
export const JANE = 'user:default/jane';

/** An engine with one cluster, whose house is red, and a worker that brakes hold. For tests. */
export async function startBraked(db: Knex, rules: EngineRules = defaultRules) {
  const one = new MemoryCluster('one');
  one.objects.set('house', { data: 'red' });
  const engine = await TestEngine.create(db, [one], { rules });
  const hooks = { between: async () => {}, calls: 0 };
  engine.registry.addActions(createTwoWrites(hooks));
  const worker = await engine.worker();
  const { store } = engine;
  const target = async (runId: string) =>
    (await readTarget({ tx: store.db, runId, targetId: 'one' }))!;
  return {
    engine,
    one,
    hooks,
    worker,
    target,
    freeze: async (change: Partial<Freeze> = {}) =>
      insertFreeze({
        tx: store.db,
        freeze: {
          scope: 'instance',
          reason: 'Black Friday',
          by: JANE,
          ...change,
        },
        now: await store.now(),
      }),
    async lift({ id }: Freeze) {
      const now = await store.now();
      await liftFreeze({ tx: store.db, id, by: JANE, reason: 'over', now });
      await wakeHeld(store);
    },
    /** Of each step its id, state and attempt. */
    steps: async (runId: string) =>
      (await readSteps({ tx: store.db, runId })).map(
        ({ stepId, state, attempt }) => [stepId, state, attempt],
      ),
    types: async (runId: string) =>
      (await readEvents({ tx: store.db, runId })).map(({ type }) => type),
    isHeld: (runId: string) =>
      engine.until(async () => (await target(runId)).held !== undefined),
    paint: () => engine.start({ steps: [paintHouse], verify: [houseIsBlue] }),
  };
}

/** What {@link startBraked} answers. */
export type BrakedEngine = Awaited<ReturnType<typeof startBraked>>;

/** Rules with a change window of these clusters, closed for as long as it is said to be. */
export function rulesWithWindow(
  isClosed: () => boolean,
  appliesTo: (cluster: { name: string }) => boolean = () => true,
): EngineRules {
  const nights = {
    name: 'Nights',
    timeZone: 'Etc/UTC',
    allow: [],
    get deny() {
      const to = Date.now() + 86_400_000;
      return isClosed() ? [{ kind: 'once' as const, from: 0, to }] : [];
    },
    appliesTo,
  };
  return { ...defaultRules, windows: [nights] };
}
