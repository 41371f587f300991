import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  UndoKit,
  UndoKitRequest,
} from '@mission-control/plugin-missions-common';

/** Of which run, and for whom. */
export interface UndoKitOptions {
  readonly runId: string;
  readonly credentials: BackstageCredentials;
}

/** An undo kit as it is taken away. */
export interface UndoKitFile {
  readonly name: string;
  /** An age file: encrypted and authenticated. */
  readonly bytes: Uint8Array;
  /** What is in it, for the record. */
  readonly facts: {
    readonly targets: readonly string[];
    readonly objects: number;
    readonly left: number;
  };
}

/**
 * What takes a run back without the portal. Both methods throw NOT_FOUND,
 * UNDO_REFUSED when nothing is left to take back or it cannot be now, and
 * PAYLOAD_TOO_LARGE beyond the largest kit.
 */
export interface UndoKitService {
  /** What a kit of all that the run changed would hold, without any value. */
  describe(options: UndoKitOptions): Promise<UndoKit>;
  /** Throws INPUT_INVALID for a passphrase that is too weak. */
  export(
    options: UndoKitOptions & { readonly request: UndoKitRequest },
  ): Promise<UndoKitFile>;
}
