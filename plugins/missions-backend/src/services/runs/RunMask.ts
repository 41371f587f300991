import {
  canonicalJson,
  LAST_APPLIED_ANNOTATION,
  type FieldChange,
} from '@mission-control/plugin-missions-common';
import { createHmac, randomBytes } from 'node:crypto';
import { Masker } from '../../sealing';
import {
  readHiddenValues,
  readRun,
  type RunRecord,
  type Store,
} from '../../store';
import {
  openOutput,
  openRunSecrets,
  readOutputRows,
} from '../../store/operations/secrets';

const MARK_LENGTH = 12;

/**
 * Hides the secrets of a run in what is read from its journal: its parameters,
 * the outputs that its mission seals, and the data of every Secret, also as
 * kubectl noted it. Equal
 * secrets of one run have the same mark, so a change can be seen.
 */
export class RunMask {
  readonly #masker: Masker;
  readonly #key: string;

  private constructor(masker: Masker, key: string) {
    this.#masker = masker;
    this.#key = key;
  }

  /** Throws SECRET_KEY_MISSING when the secrets cannot be opened. */
  static async open(options: {
    store: Store;
    run: RunRecord;
    targetIds: readonly string[];
  }): Promise<RunMask> {
    const { store, run, targetIds } = options;
    const { db: tx, sealer } = store;
    let origin = run;
    while (origin.undoOf) {
      origin = (await readRun({ tx, runId: origin.undoOf }))!;
    }
    const { key = randomBytes(32).toString('base64') } = await openRunSecrets({
      tx,
      sealer,
      runId: run.id,
    });
    const spec = await store.spec(run.missionRef, run.missionVersion);
    const masker = new Masker(await readHiddenValues(store, run));
    const sealed = spec.steps.filter(step => step.sealed).map(step => step.id);
    for (const targetId of sealed.length > 0 ? targetIds : []) {
      const { id: runId } = origin;
      for (const row of await readOutputRows({ tx, runId, targetId })) {
        if (sealed.includes(row.source_id)) {
          masker.add(openOutput(sealer, row));
        }
      }
    }
    return new RunMask(masker, key);
  }

  /** A change of a field of an object of this kind, without what is secret. */
  change(change: FieldChange, kind: string): FieldChange {
    const secret =
      (kind === 'Secret' &&
        (/^(data|stringData)([.[]|$)/.test(change.path) ||
          change.path.includes(LAST_APPLIED_ANNOTATION))) ||
      this.#isMasked(change.before) ||
      this.#isMasked(change.after);
    const path = this.#masker.text(change.path);
    if (!secret) {
      return { ...change, path };
    }
    return {
      path,
      secret: true,
      ...('before' in change && { before: this.#mark(change.before) }),
      ...('after' in change && { after: this.#mark(change.after) }),
    };
  }

  #isMasked(value: unknown): boolean {
    return (
      value !== undefined &&
      JSON.stringify(this.#masker.mask(value)) !== JSON.stringify(value)
    );
  }

  #mark(value: unknown): string {
    const digest = createHmac('sha256', this.#key)
      .update(canonicalJson(value))
      .digest('hex');
    return `*** #${digest.slice(0, MARK_LENGTH)}`;
  }
}
