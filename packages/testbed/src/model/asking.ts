import fc, { type Arbitrary } from 'fast-check';
import {
  clusterNames,
  mayDecide,
  people,
  type ModelRun,
  type Person,
} from './modelRuns';
import type { ReferenceModel } from './ReferenceModel';

/** Who asks. */
export const person: Arbitrary<Person> = fc.oneof(
  { arbitrary: fc.constant<Person>('jane'), weight: 4 },
  { arbitrary: fc.constant<Person>('ann'), weight: 4 },
  { arbitrary: fc.constant<Person>('bob'), weight: 3 },
  { arbitrary: fc.constant<Person>('viewer'), weight: 1 },
);
/** One of eight. */
export const seldom = fc.nat(7).map(number => number === 7);
/** Four of five. */
export const often = fc.nat(4).map(number => number !== 4);
/** One that the portal knows. */
export const cluster = fc.constantFrom(...clusterNames);
/** One of the clusters, or none that anybody knows. */
export const place = fc
  .nat(9)
  .chain(number => (number === 9 ? fc.constant('north') : cluster));
/** Such as the newest, the one before, … */
export const back = fc.nat(5);
/** Few, so that they come again. */
export const key = fc.nat(9).map(number => `key-${number}`);
/** Why, or nothing. */
export const reason = fc.constantFrom('It may', 'It must', undefined);

/** One of them, counted from the end. */
export const pick = <T>(items: readonly T[], at: number): T =>
  items[items.length - 1 - (at % items.length)];
/** What a sequence that is printed calls a run. */
export const nameOf = ({ label, undoOf, request }: ModelRun) =>
  `${label} (${undoOf ? `undo of ${undoOf.label}` : request.mission})`;

/** Who asks, and whether for something that is offered to people. */
export interface Asking {
  readonly by: Person;
  readonly isApt: boolean;
}

/** Who asks in the end: what is apt is asked by somebody who may. */
export const askerOf = ({ by, isApt }: Asking): Person =>
  isApt && by === 'viewer' ? 'bob' : by;

/** Runs of which this is offered, or all when it need not be apt. */
export function runsFor(
  model: ReferenceModel,
  asking: Asking,
  offer: string,
): readonly ModelRun[] {
  const by = askerOf(asking);
  return asking.isApt
    ? model.runs.filter(run => model.allowed(run, by).includes(offer))
    : model.runs;
}

/** Approvals with who decides: somebody who may, unless it need not be apt. */
export function approvalsFor({ runs }: ReferenceModel, { by, isApt }: Asking) {
  const all = runs.flatMap(run =>
    run.approvals.map(approval => ({ run, approval })),
  );
  return isApt
    ? all.flatMap(asked =>
        people
          .filter(each => mayDecide(asked.run, asked.approval, each))
          .map(each => ({ ...asked, by: each })),
      )
    : all.map(asked => ({ ...asked, by }));
}
