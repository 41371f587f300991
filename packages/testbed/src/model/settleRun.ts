import {
  depthOf,
  end,
  isOver,
  policyOf,
  type ClusterName,
  type ModelFreeze,
  type ModelRun,
  type ModelTarget,
  type ObjectName,
  type RestState,
  type Work,
} from './modelRuns';

const FAILURES: readonly RestState[] = [
  ...(['needs_decision', 'failed', 'inconclusive'] as const),
];

/** What runs meet, and what they leave. */
export interface Surroundings {
  readonly freezes: readonly ModelFreeze[];
  /** `<name>/<cluster>` of what fails no more. */
  readonly mended: ReadonlySet<string>;
  /** What holds what was written, as `<name>/<cluster>`. */
  readonly applied: Map<string, Set<ObjectName>>;
}

/** Lets a run go on until nothing of it moves. */
export function settleRun(run: ModelRun, around: Surroundings): void {
  let before: string;
  do {
    before = JSON.stringify(run.targets);
    letGo(run);
    run.targets.forEach(target => drive(run, target, around));
  } while (before !== JSON.stringify(run.targets));
  for (const approval of run.approvals) {
    const owner = run.targets.find(t => t.cluster === approval.cluster);
    const isIdle = run.cancel || (owner !== undefined && isOver(owner));
    if (approval.state === 'open' && isIdle) {
      approval.state = 'superseded';
    }
  }
}

/** Waves: the canary first, and nobody after a failure. */
function letGo(run: ModelRun): void {
  if (run.cancel) {
    end(run, 'cancelled');
  }
  const failed = run.targets.filter(
    ({ state, released }) => released && FAILURES.includes(state),
  );
  const [canary] = run.targets;
  for (const target of run.targets) {
    const isTurn =
      run.request.mission !== 'staged' || target === canary || isOver(canary);
    if (run.pause || target.state !== 'running' || target.released) {
      continue;
    }
    if (failed.length === 0) {
      target.released = isTurn;
    } else if (failed.some(isOver)) {
      target.state = 'cancelled';
    }
  }
}

function drive(run: ModelRun, target: ModelTarget, around: Surroundings): void {
  if (target.state === 'paused' && !run.pause) {
    target.state = 'running';
  }
  if (target.state === 'running' && run.pause) {
    target.state = 'paused';
  }
  while (target.state === 'running' && target.released) {
    const work = target.work[target.at];
    if (work === undefined) {
      target.state = proofOf(run, target, around);
      return;
    }
    if (isWaiting(run, target, work, around)) {
      return;
    }
    if (does(run, target, work, around)) {
      target.at += 1;
    } else {
      target.state = 'needs_decision';
      target.failedStep = true;
    }
  }
}

/** For people, or until writes are free: what takes back is never held. */
function isWaiting(
  run: ModelRun,
  target: ModelTarget,
  work: Work,
  { freezes }: Surroundings,
): boolean {
  if (work === 'gate') {
    target.gate ??= openGate(run, target.cluster);
    return target.gate.state === 'open';
  }
  return (
    work !== 'falter' &&
    depthOf(run) % 2 === 0 &&
    freezes.some(
      ({ lifted, cluster }) =>
        !lifted && (cluster ?? target.cluster) === target.cluster,
    )
  );
}

function openGate(run: ModelRun, cluster: ClusterName) {
  const gate = { ...policyOf(run), cluster, state: 'open', said: new Map() };
  run.approvals.push(gate as ModelRun['approvals'][number]);
  return run.approvals[run.approvals.length - 1];
}

/** False: it failed. */
function does(
  run: ModelRun,
  target: ModelTarget,
  work: Work,
  { mended, applied }: Surroundings,
): boolean {
  const place = `${run.name}/${target.cluster}`;
  if (work === 'falter') {
    return !run.request.falters || mended.has(place);
  }
  if (work === 'gate') {
    const { state } = target.gate!;
    target.gate = undefined;
    return state === 'approved';
  }
  const held = applied.get(place) ?? new Set();
  applied.set(place, held);
  if (depthOf(run) % 2 === 0) {
    held.add(work.write);
  } else {
    held.delete(work.write);
  }
  const taken = run.undoOf?.targets.find(t => t.cluster === target.cluster);
  taken?.written.delete(work.write);
  target.written.add(work.write);
  return true;
}

function proofOf(
  { name, request: { proof }, undoOf }: ModelRun,
  { cluster }: ModelTarget,
  { mended }: Surroundings,
): RestState {
  if (undoOf || proof === 'pass' || mended.has(`${name}/${cluster}`)) {
    return 'succeeded';
  }
  return proof === 'fail' ? 'needs_decision' : 'inconclusive';
}
