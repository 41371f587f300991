import {
  type ObjectRef,
  sameObject,
} from '@mission-control/plugin-missions-common';
import type {
  KubernetesObject,
  PlanContext,
} from '@mission-control/plugin-missions-node';

/**
 * Objects as they will be once what later steps of the run changed is taken
 * back. An earlier step that wrote the same object is planned from them: from
 * the live ones, the run's own later writes would look like somebody's.
 */
export class Foreseen {
  readonly #left: { ref: ObjectRef; object: KubernetesObject }[] = [];

  /** The one that all steps of a plan share. */
  static ofPlan({ once }: Pick<PlanContext<unknown>, 'once'>): Foreseen {
    return once('kubernetes:foreseen', () => new Foreseen());
  }

  /** Undefined: no step before changes it, it will be as it is now. */
  of(ref: ObjectRef): KubernetesObject | undefined {
    return this.#left.findLast(left => sameObject(left.ref, ref))?.object;
  }

  /** Notes what a step leaves. */
  leave(ref: ObjectRef, object: KubernetesObject): void {
    this.#left.push({ ref, object });
  }
}
