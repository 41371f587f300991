import fc from 'fast-check';
import {
  approvalsFor,
  askerOf,
  back,
  key,
  nameOf,
  often,
  person,
  pick,
  place,
  reason,
  runsFor,
  seldom,
} from './asking';
import { PersonCommand } from './PersonCommand';

/** Says yes or no to a plan or a gate. */
export const decideApproval = fc
  .record({
    by: person,
    at: back,
    isApt: often,
    isApproved: fc.nat(4).map(number => number !== 4),
    isStale: seldom,
  })
  .map(
    ({ by, at, isApt, isApproved, isStale }) =>
      new PersonCommand(
        async (model, { portal }) => {
          const found = approvalsFor(model, { by, isApt });
          const { run, approval, by: who } = pick(found, at);
          const same = run.approvals.filter(
            item => item.cluster === approval.cluster,
          );
          const { body } = await portal.ask('jane', 'GET', `/runs/${run.id}`);
          const { id, hash } = body.approvals
            .filter((item: any) => item.targetId === approval.cluster)
            .sort((a: any, b: any) => (a.id < b.id ? -1 : 1))
            .at(same.indexOf(approval));
          const decision = isApproved ? 'approve' : 'reject';
          const what = approval.cluster
            ? `the gate on ${approval.cluster}`
            : 'the plan';
          return {
            says: `${decision} ${what} of ${nameOf(run)}${
              isStale ? ', an old one' : ''
            }`,
            by: who,
            path: `/approvals/${id}/decision`,
            body: {
              decision,
              hash: isStale ? 'f'.repeat(64) : hash,
              comment: 'Looked at',
            },
            answer: model.decideApproval(run, approval, who, decision, isStale),
            about: run,
          };
        },
        model => approvalsFor(model, { by, isApt }).length > 0,
      ),
  );

/** Cancels, pauses or resumes a run. */
export const change = fc
  .record({
    by: person,
    at: back,
    verb: fc.constantFrom('cancel', 'pause', 'resume', 'resume'),
    isApt: often,
  })
  .map(
    ({ by, at, verb, isApt }) =>
      new PersonCommand(
        model => {
          const who = askerOf({ by, isApt });
          const run = pick(runsFor(model, { by, isApt }, verb), at);
          return {
            says: `${verb} ${nameOf(run)}`,
            by: who,
            path: `/runs/${run.id}/${verb}`,
            answer: model[verb](run, who),
            about: run,
          };
        },
        model => runsFor(model, { by, isApt }, verb).length > 0,
      ),
  );

/** Decides about a target that failed. */
export const decide = fc
  .record({
    by: person,
    at: back,
    on: place,
    decision: fc.constantFrom('retry', 'retry', 'skip', 'close', 'undo'),
    reason,
    isApt: often,
  })
  .map(
    ({ by, at, on, decision, reason: why, isApt }) =>
      new PersonCommand(
        model => {
          const who = askerOf({ by, isApt });
          const run = pick(runsFor(model, { by, isApt }, 'decide'), at);
          const stuck = run.targets.find(t => t.state === 'needs_decision');
          const targetId = isApt && stuck ? stuck.cluster : on;
          return {
            says: `${decision} ${targetId} of ${nameOf(run)}, ${
              why ?? 'without a reason'
            }`,
            by: who,
            path: `/runs/${run.id}/decide`,
            body: { targetId, decision, reason: why },
            answer: model.decide(run, targetId, who, decision, why),
            about: run,
          };
        },
        model => runsFor(model, { by, isApt }, 'decide').length > 0,
      ),
  );

/** Takes a run back, or what took it back. */
export const undo = fc
  .record({
    by: person,
    at: back,
    on: fc.option(place, { nil: undefined }),
    reason,
    key,
    isApt: often,
  })
  .map(
    ({ by, at, on, reason: why, key: chosen, isApt }) =>
      new PersonCommand(
        (model, { tag }) => {
          const who = askerOf({ by, isApt });
          const run = pick(runsFor(model, { by, isApt }, 'undo'), at);
          const body = { targets: on && [on], reason: why };
          const answer = model.undo(run, who, chosen, body);
          const made = 'label' in answer ? answer : undefined;
          return {
            says: `undo ${nameOf(run)}${made ? ` as ${made.label}` : ''} on ${
              on ?? 'all'
            }${why ? `, ${why}` : ''} with ${chosen}`,
            by: who,
            path: `/runs/${run.id}/undo`,
            body,
            key: `${tag}-${chosen}`,
            answer,
            about: made ?? run,
          };
        },
        model => runsFor(model, { by, isApt }, 'undo').length > 0,
      ),
  );
