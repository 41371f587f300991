import {
  end,
  hasEnded,
  isOver,
  mayDecide,
  newTarget,
  policyOf,
  type ClusterName,
  type ModelApproval,
  type ModelFreeze,
  type ModelRun,
  type ObjectName,
  type Person,
  type Refusals,
  type StartRequest,
  type UndoRequest,
  type Verdict,
  type Work,
} from './modelRuns';
import { mayRecheck } from './recheckRun';
import { settleRun } from './settleRun';

/**
 * What the portal promises, in as few words as it can be said and without any
 * of the engine's: which request is granted in which state, and what is left
 * when nothing moves any more. A request that is granted changes it at once.
 */
export class ReferenceModel {
  readonly runs: ModelRun[] = [];
  readonly freezes: ModelFreeze[] = [];
  /** `<name>/<cluster>` of what fails no more. */
  readonly mended = new Set<string>();
  /** What holds what was written, as `<name>/<cluster>`. */
  readonly applied = new Map<string, Set<ObjectName>>();
  readonly #keys = new Map<string, { request: string; run: ModelRun }>();

  start(
    name: string,
    by: Person,
    key: string,
    request: StartRequest,
  ): Refusals | ModelRun {
    if (by === 'viewer') {
      return ['NOT_ALLOWED'];
    }
    return this.#once(`${by} ${key}`, request, () => {
      const work: Work[] = [
        { write: 'made' },
        ...(request.gate ? (['gate'] as const) : []),
        'falter',
        { write: 'changed' },
      ];
      const run = this.#newRun({
        name,
        by,
        request,
        targets: request.clusters.map(cluster =>
          newTarget(
            cluster,
            request.mission === 'look'
              ? work.filter(item => typeof item === 'string')
              : work,
          ),
        ),
      });
      if (request.planOnly) {
        run.targets.forEach(target => {
          target.state = 'planned';
        });
      } else if (request.mission === 'look') {
        this.#approved(run);
      }
      return run;
    });
  }

  decideApproval(
    run: ModelRun,
    approval: ModelApproval,
    by: Person,
    verdict: Verdict,
    isStale: boolean,
  ): Refusals {
    if (by === 'viewer') {
      return ['NOT_ALLOWED'];
    }
    if (approval.said.get(by) === verdict && !isStale) {
      return [];
    }
    const refusals = [
      ...(isStale ? ['PLAN_CHANGED'] : []),
      ...(approval.state !== 'open' || approval.said.has(by)
        ? ['APPROVAL_CLOSED']
        : []),
      ...(approval.notStarter && by === run.by ? ['APPROVAL_NOT_YOURS'] : []),
    ];
    if (refusals.length > 0) {
      return refusals;
    }
    approval.said.set(by, verdict);
    if (verdict === 'approve' && approval.said.size < approval.count) {
      return [];
    }
    approval.state = verdict === 'approve' ? 'approved' : 'rejected';
    if (!approval.cluster && verdict === 'approve') {
      this.#approved(run);
    } else if (!approval.cluster) {
      end(run, 'cancelled');
    }
    this.#settle();
    return [];
  }

  cancel(run: ModelRun, by: Person): Refusals {
    return this.#change(by, hasEnded(run), () => {
      run.cancel = true;
    });
  }

  pause(run: ModelRun, by: Person): Refusals {
    return this.#change(by, hasEnded(run) || run.pause, () => {
      run.pause = true;
    });
  }

  resume(run: ModelRun, by: Person): Refusals {
    return this.#change(by, hasEnded(run) || !run.pause, () => {
      run.pause = false;
    });
  }

  decide(
    run: ModelRun,
    cluster: string,
    by: Person,
    decision: 'retry' | 'skip' | 'close' | 'undo',
    reason: string | undefined,
  ): Refusals | ModelRun {
    const target = run.targets.find(item => item.cluster === cluster);
    if (by === 'viewer') {
      return ['NOT_ALLOWED'];
    }
    if (!target) {
      return ['NOT_FOUND'];
    }
    const refusals = [
      ...(target.state !== 'needs_decision' ? ['STATE_REFUSED'] : []),
      ...(decision === 'skip' && !target.failedStep ? ['STATE_REFUSED'] : []),
      ...(decision === 'skip' && !reason ? ['INPUT_INVALID'] : []),
    ];
    if (refusals.length > 0) {
      return refusals;
    }
    if (decision === 'undo') {
      return this.undo(run, by, `decide ${target.cluster}`, {
        targets: [target.cluster],
        reason,
      });
    }
    if (decision === 'close') {
      target.state = 'failed';
    } else {
      target.state = 'running';
      target.at += decision === 'skip' ? 1 : 0;
      target.skipped ||= decision === 'skip';
      target.failedStep = false;
    }
    this.#settle();
    return [];
  }

  undo(
    run: ModelRun,
    by: Person,
    key: string,
    request: UndoRequest,
  ): Refusals | ModelRun {
    if (by === 'viewer') {
      return ['NOT_ALLOWED'];
    }
    return this.#once(`${by} ${run.label} ${key}`, request, () => {
      const { targets: wanted } = request;
      const chosen = run.targets.filter(({ cluster, written }) =>
        wanted ? wanted.includes(cluster) : written.size > 0,
      );
      if (wanted && chosen.length < wanted.length) {
        return ['NOT_FOUND'];
      }
      const isBusy = chosen.some(
        target =>
          !isOver(target) && !(wanted && target.state === 'needs_decision'),
      );
      const isNothing = chosen.every(({ written }) => written.size === 0);
      if (isBusy || isNothing || this.#isBeingUndone(run)) {
        return ['UNDO_REFUSED'];
      }
      for (const target of chosen) {
        target.state = isOver(target) ? target.state : 'failed';
      }
      return this.#newRun({
        name: run.name,
        by,
        request: run.request,
        undoOf: run,
        targets: chosen.map(({ cluster, written }) =>
          newTarget(
            cluster,
            [...written].reverse().map(write => ({ write })),
          ),
        ),
      });
    });
  }

  feedback(run: ModelRun): Refusals {
    return hasEnded(run) && !run.request.planOnly ? [] : ['STATE_REFUSED'];
  }

  freeze(by: Person, cluster?: ClusterName): Refusals | ModelFreeze {
    if (by === 'viewer') {
      return ['NOT_ALLOWED'];
    }
    const freeze: ModelFreeze = { cluster, lifted: false };
    this.freezes.push(freeze);
    return freeze;
  }

  lift(freeze: ModelFreeze, by: Person): Refusals {
    if (by === 'viewer') {
      // Who may lift nothing does not learn whether it is there.
      return ['NOT_ALLOWED', 'NOT_FOUND'];
    }
    return this.#change(by, freeze.lifted, () => {
      freeze.lifted = true;
    });
  }

  /** What a person is offered to do with a run. */
  allowed(run: ModelRun, by: Person): string[] {
    const open = !hasEnded(run);
    const mayApprove = run.approvals.some(approval =>
      mayDecide(run, approval, by),
    );
    const needsDecision = run.targets.some(
      ({ state }) => state === 'needs_decision',
    );
    const mayUndo =
      run.targets.some(target => isOver(target) && target.written.size > 0) &&
      !this.#isBeingUndone(run);
    const rules: Record<string, boolean> = {
      approve: mayApprove,
      reject: mayApprove,
      cancel: open,
      pause: open && !run.pause,
      resume: open && run.pause,
      decide: needsDecision,
      recheck: mayRecheck(run),
      undo: mayUndo,
    };
    return Object.keys(rules).filter(key => rules[key] && by !== 'viewer');
  }

  /** The same key once; later the same run, or a conflict. */
  #once(
    key: string,
    asked: object,
    begin: () => Refusals | ModelRun,
  ): Refusals | ModelRun {
    const request = JSON.stringify(asked);
    const before = this.#keys.get(key);
    if (before) {
      return before.request === request ? before.run : ['IDEMPOTENCY_CONFLICT'];
    }
    const run = begin();
    if ('label' in run) {
      this.#keys.set(key, { request, run });
      this.#settle();
    }
    return run;
  }

  #change(by: Person, isRefused: boolean, change: () => void): Refusals {
    if (by === 'viewer') {
      return ['NOT_ALLOWED'];
    }
    if (isRefused) {
      return ['STATE_REFUSED'];
    }
    change();
    this.#settle();
    return [];
  }

  #newRun(run: Omit<ModelRun, 'label' | 'approvals' | 'pause' | 'cancel'>) {
    const { mission, planOnly } = run.request;
    const made: ModelRun = {
      ...run,
      label: `r${this.runs.length + 1}`,
      approvals: [],
      pause: false,
      cancel: false,
    };
    if (!planOnly) {
      // What changes nothing is approved by a rule, which is recorded.
      made.approvals.push({
        ...policyOf(run),
        state: mission === 'look' ? 'approved' : 'open',
        said: new Map(),
      });
    }
    this.runs.push(made);
    return made;
  }

  #approved(run: ModelRun): void {
    run.targets.forEach(target => {
      target.state = 'running';
    });
  }

  #isBeingUndone(run: ModelRun): boolean {
    return this.runs.some(({ undoOf, targets }) =>
      undoOf === run ? !targets.every(isOver) : false,
    );
  }

  /** Lets everything go on until nothing moves. */
  #settle(): void {
    this.runs.forEach(run => settleRun(run, this));
  }
}
