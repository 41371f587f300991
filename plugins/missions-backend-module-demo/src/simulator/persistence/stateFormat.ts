import { Storage, StorageEvent, StorageSnapshot } from '../storage';

const FORMAT = 1;

/** A state that cannot be read; the message says where and why. */
export class BrokenStateError extends Error {
  /** How many changes before the broken one were applied. */
  readonly applied: number;

  constructor(message: string, applied = 0) {
    super(message);
    this.name = 'BrokenStateError';
    this.applied = applied;
  }
}

/** The text of a snapshot file. */
export function writeSnapshot(snapshot: StorageSnapshot): string {
  return JSON.stringify({ format: FORMAT, ...snapshot });
}

/** Reads a snapshot file's text. Throws BrokenStateError. */
export function readSnapshot(text: string): StorageSnapshot {
  let snapshot: StorageSnapshot & { format: number };
  try {
    snapshot = JSON.parse(text);
  } catch (error) {
    throw new BrokenStateError((error as Error).message);
  }
  if (snapshot?.format !== FORMAT) {
    throw new BrokenStateError(`format ${snapshot?.format} is not ${FORMAT}`);
  }
  if (!Array.isArray(snapshot.objects)) {
    throw new BrokenStateError('it has no list of objects');
  }
  return snapshot;
}

/** The first line of a log: it continues a snapshot of this revision. */
export function writeLogHeader(after: number): string {
  return `${JSON.stringify({ format: FORMAT, after })}\n`;
}

/** A change as one line of the log. */
export function writeLogLine({
  type,
  resource,
  revision,
  object,
}: StorageEvent): string {
  const { namespace, name } = object.metadata;
  const line =
    type === 'DELETED'
      ? { revision, resource, removed: { namespace, name } }
      : { revision, resource, object };
  return `${JSON.stringify(line)}\n`;
}

/**
 * Applies a log to the storage that its snapshot, of revision `after`, was
 * restored to. Changes that the snapshot has already are passed over. The last line may be torn: its
 * write was never answered. Throws BrokenStateError for any other line; what
 * comes before it is applied.
 */
export function replayLog(storage: Storage, text: string, after: number): void {
  const lines = text.split('\n');
  // After the last line break comes nothing, or a line that was torn.
  lines.pop();
  lines.forEach((line, index) => {
    const applied = Math.max(0, index - 1);
    let entry: any;
    try {
      entry = JSON.parse(line);
    } catch (error) {
      const reason = (error as Error).message;
      throw new BrokenStateError(`line ${index + 1}: ${reason}`, applied);
    }
    if (index === 0) {
      assertContinues(entry, after);
    } else if (entry.object ? !entry.object.metadata : !entry.removed) {
      throw new BrokenStateError(`line ${index + 1}: no change`, applied);
    } else if (entry.revision > after) {
      storage.replay(entry);
    }
  });
}

function assertContinues(header: any, revision: number): void {
  if (header.format !== FORMAT) {
    throw new BrokenStateError(`format ${header.format} is not ${FORMAT}`);
  }
  if (header.after > revision) {
    throw new BrokenStateError(
      `it continues revision ${header.after}, the snapshot ends at ${revision}`,
    );
  }
}
