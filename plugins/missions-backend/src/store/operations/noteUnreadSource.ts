import type { MissionProblem } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';

/**
 * Says of a source that it is not read yet, in place of what was wrong with it
 * as a whole; problems of its files stay. The next `saveMissions` of any
 * replica takes it away.
 */
export async function noteUnreadSource(options: {
  tx: Knex.Transaction;
  problem: MissionProblem;
}): Promise<void> {
  const { tx, problem } = options;
  const { source, location } = problem;
  await tx('mission_problems').where({ source, location }).delete();
  await tx('mission_problems').insert({
    source,
    location,
    problem_json: JSON.stringify(problem),
  });
}
