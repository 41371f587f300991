import type { StepRecord } from '../store';
import type { TargetSession } from './TargetSession';

/** Progress is written at most so often. */
const PROGRESS_MS = 1_000;

/** Keeps what a step last told of its progress. */
export class StepProgress {
  readonly #session: TargetSession;
  readonly #step: StepRecord;
  #lastProgress = 0;
  #unsaved: unknown;
  #saving = Promise.resolve();

  constructor(session: TargetSession, step: StepRecord) {
    this.#session = session;
    this.#step = step;
  }

  tell(progress: unknown): void {
    const now = performance.now();
    this.#unsaved = progress;
    if (now - this.#lastProgress > PROGRESS_MS) {
      this.#lastProgress = now;
      this.#save(progress);
    }
  }

  /** Resolves when the last that was told is kept. */
  async settled(): Promise<void> {
    if (this.#unsaved) {
      this.#save(this.#unsaved);
    }
    await this.#saving;
  }

  /** One after the other: the last that was said is the last that is kept. */
  #save(progress: unknown): void {
    this.#unsaved = undefined;
    this.#saving = this.#saving.then(() =>
      saveProgress(this.#session, this.#step, progress),
    );
  }
}

/** Shown only, so it is not worth a transaction on the run. */
async function saveProgress(
  session: TargetSession,
  step: StepRecord,
  progress: unknown,
): Promise<void> {
  const { runId, targetId, stepId } = step;
  await session.held.settled();
  await session.store
    .db('run_steps')
    .where({
      run_id: runId,
      target_id: targetId,
      step_id: stepId,
      state: 'running',
      fence: session.lease.fence,
    })
    .update({ progress_json: JSON.stringify(progress) })
    .catch(() => undefined);
}
