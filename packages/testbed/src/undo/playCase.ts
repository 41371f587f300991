import type { DefaultClusterRegistry } from '@mission-control/plugin-missions-backend/testUtils';
import {
  isMissionError,
  type ClusterDifference,
} from '@mission-control/plugin-missions-common';
import type { ClusterClient } from '@mission-control/plugin-missions-node';

import type { Case } from './Case';
import { Scene } from './Scene';
import { healthsOf, worse } from './health';
import { nameOf } from './Place';
import { Processes, type Ended } from './Processes';
import { keyOf, type Snapshot } from './Stage';
import { ownedTouched } from './ownedTouched';
import { isControlled, wantedAfter } from './wanted';
import { differenceWords } from './words';

/*
 * The proof of undo, in the order in which a case goes:
 *
 *   generate.ts   a Case: slots (kinds/), what the run does, who else acts, crashes
 *   Scene         makes what is there before ........... actors.ts, Stage
 *   missionOf     the case as a mission, run by ........ Processes: Engine after Engine,
 *                 each with a client that ends it ...... MortalClient
 *   actors.ts     others change, delete, take over
 *   Processes     the undo, a choice, the undo of that
 *   reference.ts  what docs/undo.md says of each object, from what was done to it
 *   wanted.ts     what there has to be then ............ compared by Stage, health.ts
 */

/** What a case came to, beside what the reference says that it had to. */
export interface Played {
  /** How the run, its undo, and the undo of that ended. */
  readonly states: Readonly<Record<string, string>>;
  /** What the undo said of itself, for whoever looks for what is wrong. */
  readonly told: string;
  /** Objects that the undo said stand in its way. */
  readonly inTheWay: readonly string[];
  readonly expectedInTheWay: readonly string[];
  /** What was changed although somebody had to choose first. */
  readonly touched: readonly string[];
  /** Objects that the undo told as kept. */
  readonly kept: readonly string[];
  readonly expectedKept: readonly string[];
  /** From what there had to be in the end. */
  readonly differences: readonly string[];
  /** Objects that are less well than before the run. */
  readonly worse: readonly string[];
  /** From what the run left, after the undo of its undo. */
  readonly redone: readonly string[];
}

/** Plays a case: run, crashes, others, undo, a choice, and perhaps the undo of that. */
export async function playCase(
  given: Case,
  options: {
    /** Of SQLite, where the engines keep their state. */
    file: string;
    cluster: ClusterClient;
    clusters: DefaultClusterRegistry;
    prefix: string;
  },
): Promise<Played> {
  const { cluster, file, clusters, prefix } = options;
  const scene = new Scene({ given, cluster, prefix });
  let processes: Processes | undefined;
  try {
    await scene.build();
    processes = await Processes.start(file, clusters);
    const ran = await scene.run(processes);
    if (given.actsAt === 'after-run') {
      await scene.act();
    }
    return await takeBack(scene, processes, ran);
  } finally {
    await processes?.stop();
    await scene.clear();
  }
}

async function takeBack(
  scene: Scene,
  processes: Processes,
  ran: Ended,
): Promise<Played> {
  const { given, stage, cluster, place } = scene;
  let left = await stage.snapshot();
  const act = async () => {
    await scene.act();
    left = await stage.snapshot();
  };
  let undoId = await startUndo(processes, ran.runId);
  let state: string = undoId ? await processes.planned(undoId) : 'refused';
  if (given.actsAt === 'after-plan') {
    await act();
  }
  let undone: Ended | undefined;
  if (undoId && state === 'awaiting_approval') {
    undone = await processes.drive(undoId, {
      crash: given.crashOfUndo,
      ...(given.actsAt === 'while-dead' && { whileDead: act }),
    });
    state = undone.state;
  }
  const asked = namesOf(undone?.askedAgain ?? []);
  for (const slot of given.slots) {
    if (asked.includes(nameOf(place.refOf(slot)))) {
      scene.asked.add(slot);
    }
  }
  let blocking: string[] = [];
  let notes: string[] = [];
  let touched: string[] = [];
  if (undoId && state === 'blocked') {
    const plan = await processes.planOf(undoId);
    const conflicts = plan.filter(({ kind }) => kind === 'conflict');
    blocking = namesOf(conflicts);
    notes = conflicts.map(({ note }) => note ?? '');
    const changed = await stage.differences(left, object =>
      isControlled(object) ? undefined : object,
    );
    // What controllers own goes on by itself, and is looked at for what they never do.
    touched = [
      ...differenceWords(changed),
      ...ownedTouched(left, await stage.snapshot()),
    ];
    undoId = await processes.undo(ran.runId, scene.choices(blocking));
    await processes.planned(undoId);
    undone = await processes.drive(undoId, { crash: given.crashOfUndo });
    state = undone.state;
  }
  const inTheWay = [...asked, ...blocking];
  const wanted = wantedAfter(scene, left);
  const kept = (await processes.journal(ran.runId))
    .filter(({ kept_by: by }) => undoId && by === undoId)
    .map(({ object }) => ({ object }));
  const differences = await stage.differences(wanted.objects, wanted.compared);
  const health = await scene.settled(async () =>
    worse(scene.healths, await healthsOf(cluster, wanted.objects)),
  );
  const isSimple = undone?.state === 'succeeded' && inTheWay.length === 0;
  const redone =
    given.isRedone && isSimple
      ? await redo(scene, processes, { undoId: undone!.runId, left })
      : [];
  return {
    states: {
      run: ran.state,
      undo: state,
    },
    told: [undone?.outcome, ...notes].filter(Boolean).join('; '),
    inTheWay: unique(inTheWay),
    expectedInTheWay: undoId ? unique(scene.inTheWay()) : [],
    touched,
    kept: namesOf(kept),
    expectedKept: undoId ? unique(wanted.kept) : [],
    differences: differenceWords(differences),
    worse: health,
    redone: differenceWords(redone),
  };
}

function namesOf(changes: readonly { object: Parameters<typeof nameOf>[0] }[]) {
  return unique(changes.map(({ object }) => nameOf(object)));
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

/** Undefined: there is nothing to take back, or nothing that can be. */
async function startUndo(
  processes: Processes,
  runId: string,
): Promise<string | undefined> {
  try {
    return await processes.undo(runId);
  } catch (error) {
    if (isMissionError(error) && error.code === 'UNDO_REFUSED') {
      return undefined;
    }
    throw error;
  }
}

/** Takes the undo back: how the case differs then from what the run had left. */
async function redo(
  scene: Scene,
  processes: Processes,
  { undoId, left }: { undoId: string; left: Snapshot },
): Promise<readonly ClusterDifference[]> {
  const runId = await startUndo(processes, undoId);
  if (runId) {
    await processes.planned(runId);
    await processes.drive(runId);
  }
  const { given, place, stage } = scene;
  // Of what undo deleted for good, nothing comes back; nor do the pods of before.
  const lost = given.slots
    .filter(({ kind }) => kind.isLostWhenDeleted)
    .map(slot => nameOf(place.refOf(slot)));
  return stage.differences(left, object =>
    lost.includes(keyOf(object)) || isControlled(object) ? undefined : object,
  );
}
