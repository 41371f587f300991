import type { JournalRecord, JournalRefusal, StepJournal } from '../actions';

/** Thrown by a test journal or client to play the end of a process. @public */
export class PlayedCrash extends Error {
  constructor(at: string) {
    super(`The process ended ${at}`);
    this.name = 'PlayedCrash';
  }
}

/**
 * A step's journal in memory; `crash` lets a test end the process at each
 * side of each record.
 * @public
 */
export class MemoryJournal implements StepJournal {
  readonly #records: JournalRecord[] = [];
  /** Why writes were refused, by the number of their record. */
  readonly refusals = new Map<number, JournalRefusal>();
  readonly #stepId: string;
  /** Called at each point where a process may end; throws to end it. */
  crash: (at: string) => void = () => {};

  constructor(stepId: string) {
    this.#stepId = stepId;
  }

  async records(): Promise<JournalRecord[]> {
    return structuredClone(this.#records);
  }

  async intend(entry: Parameters<StepJournal['intend']>[0]): Promise<number> {
    this.crash('before an intent');
    const seq = this.#records.length + 1;
    this.#records.push({
      seq,
      stepId: this.#stepId,
      state: 'intent',
      ...structuredClone(entry),
    });
    this.crash('after an intent');
    return seq;
  }

  async complete(
    seq: number,
    after: Parameters<StepJournal['complete']>[1],
  ): Promise<void> {
    this.crash('before a completion');
    this.#end(seq, { after: structuredClone(after), state: 'done' });
    this.crash('after a completion');
  }

  async refuse(seq: number, refusal: JournalRefusal): Promise<void> {
    this.#end(seq, { state: 'failed' });
    const { code, message } = refusal;
    this.refusals.set(seq, { code, message });
  }

  #end(seq: number, facts: Partial<JournalRecord>): void {
    const index = this.#records.findIndex(record => record.seq === seq);
    if (index < 0) {
      throw new Error(`The journal has no record ${seq}`);
    }
    this.#records[index] = { ...this.#records[index], ...facts };
  }
}
