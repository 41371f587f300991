import fc, { type Arbitrary } from 'fast-check';
import { back, cluster, nameOf, person, pick } from './asking';
import { PersonCommand } from './PersonCommand';
import { recheck } from './recheckCommand';
import { change, decide, decideApproval, undo } from './runCommands';
import { start } from './startCommand';

/** What was asked once is asked again, as if its answer had been lost. */
const again = back.map(
  at =>
    new PersonCommand((_, { sent }) => {
      const move = pick(sent, at);
      return { ...move, says: `again: ${move.says}` };
    }),
);

const mend = fc.record({ at: back, on: cluster }).map(
  ({ at, on }) =>
    new PersonCommand((model, { portal }) => {
      const run = pick(model.runs, at);
      model.mended.add(`${run.name}/${on}`);
      portal.mended.add(`${run.name}/${on}`);
      return {
        says: `mend what fails of ${nameOf(run)} on ${on}, and praise it`,
        by: 'jane',
        path: `/runs/${run.id}/feedback`,
        body: { value: 'up' },
        answer: model.feedback(run),
        about: run,
      };
    }),
);

const freeze = fc
  .record({ by: person, name: fc.option(cluster, { nil: undefined }) })
  .map(
    ({ by, name }) =>
      new PersonCommand(
        model => ({
          says: `freeze ${name ?? 'everything'}`,
          by,
          path: '/freezes',
          body: {
            scope: name ? 'cluster' : 'instance',
            name,
            reason: 'Nothing may change',
          },
          answer: model.freeze(by, name),
        }),
        () => true,
      ),
  );

const lift = fc.record({ by: person, at: fc.nat(2) }).map(
  ({ by, at }) =>
    new PersonCommand(
      model => {
        const chosen = pick(model.freezes, at);
        return {
          says: `lift the freeze of ${chosen.cluster ?? 'everything'}`,
          by,
          path: `/freezes/${chosen.id}/lift`,
          body: { reason: 'It may change' },
          answer: model.lift(chosen, by),
        };
      },
      ({ freezes }) => freezes.length > 0,
    ),
);

const stray = fc
  .record({
    by: person,
    path: fc.constantFrom(
      ...['cancel', 'pause', 'resume', 'recheck', 'undo'].map(
        verb => `/runs/nobody/${verb}`,
      ),
      '/freezes/nobody/lift',
    ),
  })
  .map(
    ({ by, path }) =>
      new PersonCommand(
        () => ({
          says: `ask for ${path}`,
          by,
          path,
          body: { reason: 'Nobody knows' },
          key: 'stray',
          answer:
            by === 'viewer' ? ['NOT_FOUND', 'NOT_ALLOWED'] : ['NOT_FOUND'],
        }),
        () => true,
      ),
  );

/** What people may ask for; the first ones more often. */
export const personCommands = [
  ...Array(4).fill(start),
  ...Array(10).fill(decideApproval),
  ...Array(4).fill(decide),
  ...Array(5).fill(undo),
  ...Array(3).fill(change),
  ...Array(3).fill(recheck),
  ...[mend, mend, freeze, freeze, freeze, lift, lift, again, again, stray],
] as Arbitrary<PersonCommand>[];
