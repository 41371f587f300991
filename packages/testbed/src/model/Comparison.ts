import type { ComparableObject } from '@mission-control/plugin-missions-common';
import type { ModelPortal } from './ModelPortal';
import type { ModelRun, Person, Refusals } from './modelRuns';
import type { ReferenceModel } from './ReferenceModel';

/** A request, and what the model says to it. */
export interface Move {
  readonly says: string;
  readonly by: Person;
  readonly path: string;
  readonly body?: object;
  /** That may be sent again. */
  readonly key?: string;
  /** Why it is refused, by any of these; or what it makes. */
  readonly answer: Refusals | { id?: string };
  /** The run that is looked at closely afterwards. */
  readonly about?: ModelRun;
}

/** What was seen before, to see that it stays. */
export interface Memory {
  /** Events by run. */
  readonly events: Map<string, readonly unknown[]>;
  /** Objects of a run's name on a cluster, by what of it was applied. */
  readonly objects: Map<string, readonly ComparableObject[]>;
}

/** How a person sees the runs of a sequence, and what the model says of it. */
export interface Comparison {
  readonly model: ReferenceModel;
  readonly portal: ModelPortal;
  readonly memory: Memory;
  /** Requests with a key that were granted. */
  readonly sent: Move[];
  /** In the title of every run of the sequence, and of no other. */
  readonly tag: string;
}
