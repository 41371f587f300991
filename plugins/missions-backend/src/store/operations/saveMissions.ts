import type {
  MissionProblem,
  MissionSpec,
  MissionSummary,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { saveMissionVersion } from './saveMissionVersion';

/** A mission of a source, as it was read. */
export interface LoadedMission {
  readonly summary: Omit<MissionSummary, 'runs'>;
  readonly spec: MissionSpec;
  /** The YAML as it was read. */
  readonly content: string;
  readonly location: string;
  readonly readme?: string;
}

/**
 * Makes the missions and problems of a source what was read now. Versions stay
 * for ever, for their runs. Without `missions` (the source did not answer) the
 * earlier ones stay, and only the problems change; it does not count as read.
 */
export async function saveMissions(options: {
  tx: Knex.Transaction;
  source: string;
  missions?: readonly LoadedMission[];
  problems: readonly MissionProblem[];
  now: string;
}): Promise<void> {
  const { tx, source, missions, problems, now } = options;
  await tx('mission_problems').where({ source }).delete();
  for (const problem of problems) {
    await tx('mission_problems').insert({
      source,
      location: problem.location,
      problem_json: JSON.stringify(problem),
    });
  }
  if (!missions) {
    return;
  }
  await tx('source_reads')
    .insert({ source, read_at: now, revision: 1 })
    .onConflict('source')
    .merge({ read_at: now, revision: tx.raw('source_reads.revision + 1') });
  const refs = missions.map(mission => mission.summary.ref);
  await tx('missions').where({ source }).whereNotIn('ref', refs).delete();
  for (const mission of missions) {
    const { summary, spec, content } = mission;
    await saveMissionVersion({
      tx,
      ref: summary.ref,
      version: summary.version,
      content,
      spec,
      now,
    });
    await tx('missions').insert(toRow(mission, now)).onConflict('ref').merge();
  }
}

/** Forgets sources that are configured no more. */
export async function forgetOtherSources(options: {
  tx: Knex.Transaction;
  sources: readonly string[];
}): Promise<void> {
  const { tx, sources } = options;
  await tx('missions')
    .whereNotIn('source', [...sources])
    .delete();
  for (const table of ['mission_problems', 'source_reads']) {
    await tx(table)
      .whereNotIn('source', [...sources])
      .delete();
  }
}

function toRow(mission: LoadedMission, now: string) {
  const { summary, location, readme } = mission;
  return {
    ref: summary.ref,
    source: summary.source,
    name: summary.name,
    version: summary.version,
    location,
    title: summary.title,
    description: summary.description,
    type: summary.type,
    category: summary.category ?? null,
    maturity: summary.project?.maturity ?? null,
    owner: summary.owner ?? null,
    endorsed: summary.endorsed,
    summary_json: JSON.stringify(summary),
    search_text: searchText(summary),
    readme: readme ?? null,
    updated_at: now,
  };
}

function searchText(summary: Omit<MissionSummary, 'runs'>): string {
  return [
    summary.title,
    summary.description,
    summary.ref,
    summary.type,
    summary.category,
    summary.project?.name,
    ...summary.tags,
  ]
    .filter(Boolean)
    .join('\n')
    .toLowerCase();
}
