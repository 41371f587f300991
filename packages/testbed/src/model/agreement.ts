import {
  compareClusters,
  type ComparableObject,
} from '@mission-control/plugin-missions-common';
import type { Comparison, Move } from './Comparison';
import {
  clusterNames,
  hasEnded,
  stateOf,
  type ModelRun,
  type Person,
} from './modelRuns';
import type { ReferenceModel } from './ReferenceModel';

/** What the model says something about; the rest of `allowed` is not its affair. */
const OFFERS = [
  ...['approve', 'reject', 'cancel', 'pause', 'resume'],
  ...['decide', 'recheck', 'undo'],
];

/** It is granted or refused as the model has it; granted again it is the same. */
export function expectAnswer(
  { says, by, answer }: Move,
  told: { id?: string },
  code: string | undefined,
): void {
  const refusals = 'length' in answer ? answer : [];
  const expected = refusals.find(item => item === code) ?? refusals[0];
  const asked = `${says} by ${by} -> `;
  expect(asked + (code ?? 'granted')).toBe(asked + (expected ?? 'granted'));
  if (!('length' in answer)) {
    answer.id ??= told.id;
    expect(told.id).toBe(answer.id);
  }
}

/** The list and its facets say what the model says. */
export async function expectList(world: Comparison, by: Person): Promise<void> {
  const { runs } = world.model;
  const { items, total, facets } = await listed(world, by, '');
  const ofStates = facets.find(({ name }: any) => name === 'state').values;
  expect({
    items: items.map((item: any) => [item.id, item.state, targetsOf(item)]),
    total,
    states: Object.fromEntries(
      ofStates.map(({ value, count }: any) => [value, count]),
    ),
    blocked: await blockedTargets(world, by, items),
  }).toEqual({
    items: runs
      .map(run => [
        run.id,
        stateOf(run),
        run.targets.map(({ cluster, state }) => `${cluster} ${state}`),
      ])
      .reverse(),
    total: runs.length,
    states: countBy(runs.map(stateOf)),
    // No cluster of the model gives a reason to.
    blocked: [],
  });
}

/** So do its groups and filters. */
export async function expectFilters(
  world: Comparison,
  by: Person,
): Promise<void> {
  const { runs } = world.model;
  const idsOf = async (more: string) =>
    (await listed(world, by, more)).items.map(({ id }: any) => id);
  const newest = (chosen: readonly ModelRun[]) =>
    chosen.map(({ id }) => id).reverse();
  for (const state of new Set(runs.map(stateOf))) {
    expect(await idsOf(`&state=${state}`)).toEqual(
      newest(runs.filter(run => stateOf(run) === state)),
    );
  }
  expect(await idsOf('&group=completed')).toEqual(
    newest(runs.filter(hasEnded)),
  );
  const open = [
    ...(await idsOf('&group=waiting')),
    ...(await idsOf('&group=active')),
  ];
  expect(open.sort()).toEqual(
    newest(runs.filter(run => !hasEnded(run))).sort(),
  );
}

/** A run and its history say what the model says, and nothing else than before. */
export async function expectRun(
  { model, portal, memory }: Comparison,
  run: ModelRun,
  by: Person,
): Promise<void> {
  const { body } = await portal.ask(by, 'GET', `/runs/${run.id}`);
  expect({
    state: body.state,
    targets: body.targetsDetail.map(({ id, state }: any) => `${id} ${state}`),
    approvals: body.approvals
      .map((item: any) => `${item.targetId ?? 'plan'} ${item.state}`)
      .sort(),
    pauseRequested: body.pauseRequested,
    undoOf: body.undoOf,
    finished: body.finishedAt !== undefined,
    allowed: OFFERS.filter(offer => body.allowed.includes(offer)),
    skipped: body.targetsDetail.map(({ steps }: any) =>
      steps.some(({ state }: any) => state === 'overridden'),
    ),
  }).toEqual({
    state: stateOf(run),
    targets: run.targets.map(({ cluster, state }) => `${cluster} ${state}`),
    approvals: run.approvals
      .map(({ cluster, state }) => `${cluster ?? 'plan'} ${state}`)
      .sort(),
    pauseRequested: run.pause,
    undoOf: run.undoOf?.id,
    finished: hasEnded(run),
    allowed: model.allowed(run, by),
    // Neither green nor forgotten.
    skipped: run.targets.map(({ skipped }) => skipped),
  });
  const { items } = (await portal.ask(by, 'GET', `/runs/${run.id}/events`))
    .body;
  expect(items.map(({ seq }: any) => seq)).toEqual(
    items.map((_: unknown, index: number) => index + 1),
  );
  expect(body.eventSeq).toBe(items.length);
  const before = memory.events.get(run.label) ?? [];
  expect(items.slice(0, before.length)).toEqual(before);
  memory.events.set(run.label, items);
}

/** The clusters hold what was written and not taken back, and what was there before. */
export async function expectClusters({
  model,
  portal,
  memory,
}: Comparison): Promise<void> {
  const names = new Set(model.runs.map(({ name }) => name));
  for (const cluster of clusterNames) {
    const all = await portal.objects(cluster);
    for (const name of names) {
      const objects = all.filter(({ metadata }) =>
        metadata?.name?.startsWith(`${name}-`),
      );
      const place = `${name}/${cluster}`;
      const applied = [...(model.applied.get(place) ?? [])].sort();
      const known = memory.objects.get(`${place} ${applied}`);
      expect(
        objects.map(item => `${item.metadata!.name} ${dataOf(item)}`).sort(),
      ).toEqual(contentOf(model, name, cluster, applied));
      // Equal by the documented function, whichever way led there.
      expect([
        place,
        applied,
        compareClusters(known ?? objects, objects),
      ]).toEqual([place, applied, []]);
      memory.objects.set(`${place} ${applied}`, known ?? objects);
    }
  }
}

/** What the portal says of targets that are blocked: a failure has to tell why. */
async function blockedTargets(
  { portal }: Comparison,
  by: Person,
  items: readonly any[],
): Promise<string[]> {
  const runs = items.filter(({ targets }) =>
    targets.some(({ state }: any) => state === 'blocked'),
  );
  const details = await Promise.all(
    runs.map(({ id }) => portal.ask(by, 'GET', `/runs/${id}`)),
  );
  return details
    .flatMap(({ body }) => body.targetsDetail)
    .filter(({ state }: any) => state === 'blocked')
    .map(({ id, reason }: any) => `${id}: ${reason}`);
}

function contentOf(
  model: ReferenceModel,
  name: string,
  cluster: string,
  applied: readonly string[],
): string[] {
  const isThere = model.runs.some(
    run =>
      run.name === name && run.targets.some(item => item.cluster === cluster),
  );
  const changed = applied.includes('changed') ? 'before after' : 'before';
  return [
    ...(isThere ? [`${name}-changed ${changed}`] : []),
    ...(applied.includes('made') ? [`${name}-made after`] : []),
  ];
}

function dataOf(object: ComparableObject): string {
  const { data } = object as { data?: Record<string, string> };
  return Object.values(data ?? {}).join(' ');
}

async function listed(
  { portal, tag }: Comparison,
  by: Person,
  more: string,
): Promise<any> {
  const path = `/runs?q=${tag}&limit=100${more}`;
  return (await portal.ask(by, 'GET', path)).body;
}

function targetsOf({ targets }: any): string[] {
  return targets.map(({ id, state }: any) => `${id} ${state}`);
}

function countBy(values: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    [...new Set(values)].map(value => [
      value,
      values.filter(other => other === value).length,
    ]),
  );
}
