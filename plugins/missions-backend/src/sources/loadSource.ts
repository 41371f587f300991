import {
  isMissionError,
  missionVersion,
  parseMission,
  type MissionDefinition,
  type MissionProblem,
} from '@mission-control/plugin-missions-common';
import { actionFacts, checkFacts, type Registry } from '../registry';
import type { LoadedMission } from '../store/operations/saveMissions';
import { loadFixtures, type LoadedFixture } from './loadFixtures';
import type { MissionFile, MissionSource } from './MissionSource';
import { ParsedFiles } from './ParsedFiles';

/** What one read of a source gave. */
export interface LoadedSource {
  /** Absent when the source as a whole could not be read. */
  readonly missions?: LoadedMission[];
  /** What they need on demo clusters; absent with them. */
  readonly fixtures?: LoadedFixture[];
  readonly problems: MissionProblem[];
}

/**
 * Reads a source and all its files. Never throws: a file that is wrong becomes
 * problems and hides no other, and so does a source that does not answer. Of
 * two files with one name neither is taken: nobody could say which is meant.
 */
export async function loadSource(options: {
  source: MissionSource;
  registry: Registry;
  signal?: AbortSignal;
  /** Of the reads before, with the same registry. */
  parsedFiles?: ParsedFiles;
}): Promise<LoadedSource> {
  const { source, registry, signal } = options;
  const { parsedFiles = new ParsedFiles() } = options;
  let read: Awaited<ReturnType<MissionSource['read']>>;
  try {
    read = await source.read(signal);
  } catch (error) {
    return { problems: [unreadable(source, source.location, error)] };
  }
  const problems = read.unreadable.map(file =>
    unreadable(source, file.location, file.error),
  );
  problems.push(...unnamed(source, read));
  const known = {
    knownActions: actionFacts(registry),
    knownChecks: checkFacts(registry),
  };
  const parsed = await parsedFiles.parse(read.files, ({ text, location }) =>
    parseMission(text, { source: source.name, location, ...known }),
  );
  problems.push(...parsed.flatMap(each => each.problems));
  const loaded = parsed.flatMap(({ mission }, index) =>
    mission ? [toLoaded(source, read.files[index], mission)] : [],
  );
  const { missions, duplicates } = separateDuplicates(source, loaded);
  const beside = await loadFixtures({ source, missions, signal });
  return {
    missions,
    fixtures: beside.fixtures,
    problems: [...problems, ...duplicates, ...beside.problems],
  };
}

function toLoaded(
  source: MissionSource,
  file: MissionFile,
  mission: MissionDefinition,
): LoadedMission {
  const { metadata, spec } = mission;
  return {
    summary: {
      ref: `${source.name}/${metadata.name}`,
      source: source.name,
      name: metadata.name,
      version: missionVersion(mission),
      title: metadata.title,
      description: metadata.description,
      type: spec.type,
      category: spec.category,
      owner: spec.owner,
      lifecycle: spec.lifecycle,
      tags: metadata.tags,
      project: spec.project,
      endorsed: Boolean(spec.verification?.length),
      verification: spec.verification,
      demo: Boolean(spec.demo),
    },
    spec,
    content: file.text,
    location: file.location,
    readme: file.readme,
  };
}

function separateDuplicates(
  source: MissionSource,
  loaded: readonly LoadedMission[],
): { missions: LoadedMission[]; duplicates: MissionProblem[] } {
  const byRef = new Map<string, LoadedMission[]>();
  for (const mission of loaded) {
    const same = byRef.get(mission.summary.ref) ?? [];
    byRef.set(mission.summary.ref, [...same, mission]);
  }
  const missions: LoadedMission[] = [];
  const duplicates: MissionProblem[] = [];
  for (const [ref, same] of byRef) {
    if (same.length === 1) {
      missions.push(same[0]);
      continue;
    }
    for (const mission of same) {
      const others = same
        .filter(other => other !== mission)
        .map(other => other.location);
      duplicates.push({
        source: source.name,
        location: mission.location,
        missionRef: ref,
        code: 'MISSION_DUPLICATE',
        severity: 'error',
        path: 'metadata.name',
        message: `The name '${mission.summary.name}' is also in ${others.join(
          ', ',
        )}; none of them is taken`,
        remedy: 'Rename all but one.',
      });
    }
  }
  return { missions, duplicates };
}

/** A source full of YAML and without a mission: the files are named otherwise. */
function unnamed(
  source: MissionSource,
  read: Awaited<ReturnType<MissionSource['read']>>,
): MissionProblem[] {
  const { files, unreadable: failed, otherYaml = [] } = read;
  if (files.length + failed.length > 0 || otherYaml.length === 0) {
    return [];
  }
  return [
    {
      source: source.name,
      location: source.location,
      severity: 'warning',
      code: 'MISSION_INVALID',
      message: `There is no mission file; YAML files of other names, such as ${otherYaml[0]}, are not read`,
      remedy: 'Call mission files mission.yaml or <name>.mission.yaml.',
    },
  ];
}

function unreadable(
  source: MissionSource,
  location: string,
  error: unknown,
): MissionProblem {
  return {
    source: source.name,
    location,
    severity: 'error',
    code: isMissionError(error) ? error.code : 'MISSION_INVALID',
    message: `It cannot be read: ${(error as Error).message}`,
    remedy: isMissionError(error)
      ? error.remedy
      : 'Check that it exists and that the portal may read it.',
  };
}
