import type {
  MissionProblem,
  MissionSpec,
  MissionSummary,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { parseJson } from '../rows';

/** A mission as it was read last. */
export interface MissionRecord {
  readonly summary: Omit<MissionSummary, 'runs'>;
  readonly location: string;
  readonly readme?: string;
  /** Lower-case text that searches look through. */
  readonly searchText: string;
}

/** All missions by title, or those with the given refs. */
export async function readMissions(options: {
  tx: Knex | Knex.Transaction;
  refs?: readonly string[];
}): Promise<MissionRecord[]> {
  const query = options.tx('missions').orderBy(['title', 'ref']);
  if (options.refs) {
    query.whereIn('ref', [...options.refs]);
  }
  return (await query).map(row => ({
    summary: parseJson(row.summary_json)!,
    location: row.location,
    readme: row.readme ?? undefined,
    searchText: row.search_text,
  }));
}

/** What a list of missions shows and searches, of all of them, by title. */
export type ListedMission = Pick<MissionRecord, 'summary' | 'searchText'>;

/** All missions by title, without their texts. */
export async function readListedMissions(options: {
  tx: Knex | Knex.Transaction;
}): Promise<ListedMission[]> {
  const rows = await options
    .tx('missions')
    .orderBy(['title', 'ref'])
    .select('summary_json', 'search_text');
  return rows.map(row => ({
    summary: parseJson(row.summary_json)!,
    searchText: row.search_text,
  }));
}

/** Content and spec of one version, or undefined. */
export async function readMissionVersion(options: {
  tx: Knex | Knex.Transaction;
  ref: string;
  version: string;
}): Promise<{ content: string; spec: MissionSpec } | undefined> {
  const { tx, ref, version } = options;
  const row = await tx('mission_versions').where({ ref, version }).first();
  return row && { content: row.content, spec: parseJson(row.spec_json)! };
}

/** Current missions that may name others, by their specs; not all of them do. */
export async function readReferringMissions(options: {
  tx: Knex | Knex.Transaction;
}): Promise<
  { ref: string; source: string; location: string; spec: MissionSpec }[]
> {
  const rows = await options
    .tx('missions')
    .join('mission_versions', {
      'mission_versions.ref': 'missions.ref',
      'mission_versions.version': 'missions.version',
    })
    .where(names =>
      names
        .where('spec_json', 'like', '%"mission":%')
        .orWhere('spec_json', 'like', '%"fixMission":%'),
    )
    .orderBy(['missions.source', 'missions.location'])
    .select('missions.ref', 'source', 'location', 'spec_json');
  return rows.map(({ ref, source, location, spec_json: spec }) => ({
    ref,
    source,
    location,
    spec: parseJson(spec)!,
  }));
}

/** Problems of all sources. */
export async function readMissionProblems(options: {
  tx: Knex | Knex.Transaction;
}): Promise<MissionProblem[]> {
  const rows = await options
    .tx('mission_problems')
    .orderBy(['source', 'location', 'id']);
  return rows.map(row => parseJson(row.problem_json)!);
}
