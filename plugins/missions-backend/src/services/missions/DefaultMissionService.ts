import {
  MissionError,
  type ActionDescription,
  type Mission,
  type MissionList,
  type MissionProblem,
  type MissionRunStats,
} from '@mission-control/plugin-missions-common';
import { actionFacts, type Registry } from '../../registry';
import type { Store } from '../../store';
import {
  readMissionProblems,
  readMissions,
  readMissionVersion,
  type MissionRecord,
} from '../../store/operations/readMissions';
import { readMissionStats } from '../../store/operations/readMissionStats';
import { readSourceReads } from '../../store/operations/readSourceReads';
import { actionCatalogue } from './actionCatalogue';
import { goneMission } from './goneMission';
import { missingMission } from './missingMission';
import { missingReferences } from './missingReferences';
import {
  missionReach,
  type MissionReach,
  type ReachingMission,
} from './missionReach';
import type { ListMissionsOptions, MissionService } from './MissionService';
import { openPointsOf } from './openPoints';
import { searchMissions } from './searchMissions';

const DEFAULT_LIMIT = 100;
const noRuns: MissionRunStats = { total: 0, succeeded: 0 };

/** Missions, without asking for permissions: routes get the authorized one. */
export class DefaultMissionService implements MissionService {
  readonly #store: Store;
  readonly #registry: Registry;

  private constructor(store: Store, registry: Registry) {
    this.#store = store;
    this.#registry = registry;
  }

  static create(options: {
    store: Store;
    registry: Registry;
  }): DefaultMissionService {
    return new DefaultMissionService(options.store, options.registry);
  }

  async list(options: ListMissionsOptions): Promise<MissionList> {
    const { filter = {}, isVisible, limit = DEFAULT_LIMIT } = options;
    const offset = readCursor(options.cursor);
    const tx = this.#store.db;
    const visible = (await this.#store.listedMissions.all(tx)).filter(
      mission => isVisible?.(mission.summary) ?? true,
    );
    const { found, facets } = searchMissions(visible, filter);
    const page = found.slice(offset, offset + limit);
    const stats = await readMissionStats({
      tx,
      dialect: this.#store.dialect,
      scope: options.runs,
      refs: page.map(({ mission }) => mission.summary.ref),
    });
    return {
      items: page.map(({ mission: { summary }, match }) => ({
        ...summary,
        runs: stats.get(summary.ref) ?? noRuns,
        match,
      })),
      total: found.length,
      facets: [...facets],
      nextCursor:
        offset + limit < found.length ? String(offset + limit) : undefined,
    };
  }

  async get(
    options: Omit<Parameters<MissionService['get']>[0], 'credentials'>,
  ): Promise<Mission> {
    const { ref } = options;
    const tx = this.#store.db;
    const [current] = await readMissions({ tx, refs: [ref] });
    const version = options.version ?? current?.summary.version;
    const content = version && (await readMissionVersion({ tx, ref, version }));
    if (!content) {
      throw options.version && current
        ? new MissionError(
            'NOT_FOUND',
            `Mission '${ref}' never had the version '${options.version}'`,
          )
        : await missingMission(tx, ref);
    }
    const mission = current ?? goneMission({ ref, version, ...content });
    const stats = await readMissionStats({
      tx,
      dialect: this.#store.dialect,
      scope: options.runs,
      refs: [ref],
    });
    return {
      ...mission.summary,
      version,
      // What was proved of another version says nothing of this one.
      verification: content.spec.verification,
      runs: stats.get(ref) ?? noRuns,
      spec: content.spec,
      content: content.content,
      readme: mission.readme,
      location: mission.location,
      gone: current ? undefined : true,
      openPoints:
        content.spec.lifecycle === 'draft'
          ? openPointsOf(mission.summary, content.spec)
          : undefined,
      ...(await this.#reach(
        { summary: mission.summary, spec: content.spec },
        options.isVisible,
      )),
    };
  }

  /** Kinds that the mission and those that it starts can reach. */
  async #reach(
    mission: ReachingMission,
    isVisible: ((summary: MissionRecord['summary']) => boolean) | undefined,
  ): Promise<MissionReach> {
    const tx = this.#store.db;
    return missionReach({
      mission,
      actions: actionFacts(this.#registry),
      find: async ref => {
        const [child] = await readMissions({ tx, refs: [ref] });
        if (!child || isVisible?.(child.summary) === false) {
          return undefined;
        }
        const { summary } = child;
        const { version } = summary;
        const content = await readMissionVersion({ tx, ref, version });
        return content && { summary, spec: content.spec };
      },
    });
  }

  async problems(options: {
    isVisible?: (problem: MissionProblem) => boolean;
  }): Promise<MissionProblem[]> {
    const tx = this.#store.db;
    const told = await readMissionProblems({ tx });
    const reads = await readSourceReads({ tx });
    // A source that was never read has a problem that says so.
    const unread = new Set(
      told.map(({ source }) => source).filter(source => !reads.has(source)),
    );
    const problems = [...told, ...(await missingReferences(tx, unread))];
    return options.isVisible ? problems.filter(options.isVisible) : problems;
  }

  async actions(): Promise<ActionDescription[]> {
    return actionCatalogue(this.#registry);
  }
}

/** Missions are few: a cursor is the number of the first one of the page. */
function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) {
    return 0;
  }
  if (!/^\d{1,6}$/.test(cursor)) {
    throw new MissionError('INPUT_INVALID', `cursor '${cursor}' is not ours`, {
      remedy: 'Use nextCursor of the answer before, unchanged.',
    });
  }
  return Number(cursor);
}
