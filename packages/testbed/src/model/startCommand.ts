import fc from 'fast-check';
import { key, person, seldom } from './asking';
import type { Comparison, Move } from './Comparison';
import { missionNames } from './missions';
import { clusterNames, type Person, type StartRequest } from './modelRuns';
import { PersonCommand } from './PersonCommand';
import type { ReferenceModel } from './ReferenceModel';

/** Starts a run, with a key that may have started one before. */
export const start = fc
  .record({
    by: person,
    key,
    request: fc.record<StartRequest>({
      mission: fc.constantFrom(...missionNames, 'plain'),
      clusters: fc.shuffledSubarray([...clusterNames], { minLength: 1 }),
      gate: fc.nat(2).map(number => number === 2),
      falters: fc.nat(2).map(number => number === 2),
      proof: fc.constantFrom('pass', 'pass', 'pass', 'fail', 'unknown'),
      planOnly: seldom,
    }),
  })
  .map(
    asked =>
      new PersonCommand(
        (model, world) => startMove(model, world, asked),
        () => true,
      ),
  );

async function startMove(
  model: ReferenceModel,
  { portal, tag }: Comparison,
  {
    by,
    key: chosen,
    request,
  }: { by: Person; key: string; request: StartRequest },
): Promise<Move> {
  const { mission, clusters, gate, falters, proof, planOnly } = request;
  const name = `${tag}-${by}-${chosen}`;
  const answer = model.start(name, by, chosen, request);
  const run = 'label' in answer ? answer : undefined;
  if (run && !run.id) {
    for (const each of clusters) {
      await portal.prepare(each, name);
    }
  }
  const traits = [
    ...(gate ? ['a gate'] : []),
    ...(falters ? ['a step that falters'] : []),
    ...(proof === 'pass' ? [] : [`proof: ${proof}`]),
    ...(planOnly ? ['plan only'] : []),
  ];
  return {
    says: `start ${
      run?.label ?? ''
    } ${mission} on ${clusters}, ${traits} with ${chosen}`,
    by,
    path: '/runs',
    body: {
      missionRef: `mission-control/${mission}`,
      title: tag,
      parameters: { name, gate, falters, proof },
      targets: clusters.map(each => ({ cluster: each })),
      planOnly,
    },
    key: `${tag}-${chosen}`,
    answer,
    about: run,
  };
}
