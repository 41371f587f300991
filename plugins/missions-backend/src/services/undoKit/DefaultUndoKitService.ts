import {
  isWaitingForChoice,
  MissionError,
  type RunState,
  type UndoKit,
} from '@mission-control/plugin-missions-common';
import type { Registry } from '../../registry';
import { readRun, type RunRecord, type Store } from '../../store';
import { chooseUndo } from '../runs/chooseUndo';
import { checkPassphrase } from './checkPassphrase';
import { encryptKit } from './encryptKit';
import { gatherKit, type KitTarget } from './gatherKit';
import { kitFiles } from './kitFiles';
import { packKit } from './packKit';
import type {
  UndoKitFile,
  UndoKitOptions,
  UndoKitService,
} from './UndoKitService';

/** Of all files together, before encryption. */
const MAX_KIT_BYTES = 32 * 1024 * 1024;

/** Undo kits, without asking for permissions: routes get the authorized one. */
export class DefaultUndoKitService implements UndoKitService {
  readonly #store: Store;
  readonly #registry: Registry;
  readonly #maxBytes: number;

  private constructor(store: Store, registry: Registry, maxBytes: number) {
    this.#store = store;
    this.#registry = registry;
    this.#maxBytes = maxBytes;
  }

  static create(options: {
    store: Store;
    registry: Registry;
    /** Default: 32 MiB. */
    maxBytes?: number;
  }): DefaultUndoKitService {
    const { store, registry, maxBytes = MAX_KIT_BYTES } = options;
    return new DefaultUndoKitService(store, registry, maxBytes);
  }

  async describe({ runId }: UndoKitOptions): Promise<UndoKit> {
    const run = await this.#record(runId);
    const targets = await this.#gather(run);
    return {
      bytes: this.#sizeOf(run, targets),
      targets: targets.map(({ id, parts, left }) => {
        const all = [...parts.values()];
        return {
          id,
          changes: all.flatMap(({ changes }) => [...changes]),
          left: [...all.flatMap(part => [...part.left]), ...left],
          limits: [...new Set(all.flatMap(({ limits }) => limits))],
        };
      }),
    };
  }

  async export(
    options: Parameters<UndoKitService['export']>[0],
  ): Promise<UndoKitFile> {
    const { runId, request } = options;
    checkPassphrase(request.passphrase);
    const run = await this.#record(runId);
    const targets = await this.#gather(run, request.targets);
    this.#sizeOf(run, targets);
    const archive = await packKit(
      kitFiles(run, targets),
      new Date(run.finishedAt ?? run.createdAt),
    );
    const parts = targets.flatMap(target => [...target.parts.values()]);
    return {
      name: `undo-kit-${run.id}.tar.age`,
      bytes: await encryptKit(archive, request.passphrase),
      facts: {
        targets: targets.map(({ id }) => id),
        objects: parts.flatMap(({ changes }) => changes).length,
        left:
          parts.flatMap(({ left }) => left).length +
          targets.flatMap(({ left }) => left).length,
      },
    };
  }

  async #record(runId: string): Promise<RunRecord> {
    const run = await readRun({ tx: this.#store.db, runId });
    if (!run) {
      throw new MissionError('NOT_FOUND', `There is no run '${runId}'`);
    }
    return run;
  }

  async #gather(
    run: RunRecord,
    targets?: readonly string[],
  ): Promise<KitTarget[]> {
    const store = this.#store;
    await this.#mustRest(run);
    const { chosen } = await chooseUndo({
      store,
      original: run,
      request: targets ? { targets: [...targets] } : {},
      mayDecide: false,
    });
    const { spec } = await store.versions.get(
      store.db,
      run.missionRef,
      run.missionVersion,
    );
    const gathered: KitTarget[] = [];
    for (const target of chosen) {
      gathered.push(
        await gatherKit({
          store,
          registry: this.#registry,
          run,
          spec,
          target,
        }),
      );
      this.#sizeOf(run, gathered);
    }
    return gathered;
  }

  /** The same that an undo asks: its time is not over, and no other one is at work. */
  async #mustRest(run: RunRecord): Promise<void> {
    if (run.undoUntil && new Date(run.undoUntil) < (await this.#store.now())) {
      throw new MissionError(
        'UNDO_REFUSED',
        `Run ${run.id} could be taken back until ${run.undoUntil}; that time is over`,
      );
    }
    const undo = await this.#store
      .db('runs')
      .where({ undo_of: run.id })
      .whereNull('finished_at')
      .first('id');
    const states: RunState[] = undo
      ? await this.#store
          .db('run_targets')
          .where({ run_id: undo.id })
          .pluck('state')
      : [];
    // One that waits for a choice took nothing back.
    if (undo && !isWaitingForChoice(states)) {
      throw new MissionError(
        'UNDO_REFUSED',
        `Run ${run.id} is being taken back by run ${undo.id}`,
        { remedy: `Wait for the end of run ${undo.id}, or cancel it first.` },
      );
    }
  }

  /** Bytes of all files. Throws PAYLOAD_TOO_LARGE beyond the limit. */
  #sizeOf(run: RunRecord, targets: readonly KitTarget[]): number {
    const bytes = kitFiles(run, targets).reduce(
      (sum, { text }) => sum + Buffer.byteLength(text),
      0,
    );
    if (bytes > this.#maxBytes) {
      throw new MissionError(
        'PAYLOAD_TOO_LARGE',
        `The undo kit of run ${run.id} is larger than ${this.#maxBytes} bytes`,
        {
          remedy:
            'Export a kit of some of its targets (targets in the API), or take the run back here.',
        },
      );
    }
    return bytes;
  }
}
