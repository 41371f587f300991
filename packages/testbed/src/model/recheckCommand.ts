import fc from 'fast-check';
import {
  askerOf,
  back,
  nameOf,
  often,
  person,
  pick,
  place,
  reason,
  runsFor,
} from './asking';
import { PersonCommand } from './PersonCommand';
import { recheckRun } from './recheckRun';

/** Has a run planned anew that waits for an approval. */
export const recheck = fc
  .record({
    by: person,
    at: back,
    on: fc.option(place, { nil: undefined }),
    reason,
    isApt: often,
  })
  .map(
    ({ by, at, on, reason: why, isApt }) =>
      new PersonCommand(
        model => {
          const who = askerOf({ by, isApt });
          const run = pick(runsFor(model, { by, isApt }, 'recheck'), at);
          const targets = on && [on];
          return {
            says: `plan ${nameOf(run)} anew on ${on ?? 'all'}`,
            by: who,
            path: `/runs/${run.id}/recheck`,
            body: { targets, reason: why },
            answer: recheckRun(run, who, targets),
            about: run,
          };
        },
        model => runsFor(model, { by, isApt }, 'recheck').length > 0,
      ),
  );
