import { KubeObject } from '../object';

/** Annotation on a pod (template) that scripts what its containers do. */
export const BEHAVIOUR_ANNOTATION = 'demo.mission-control.dev/behaviour';

/** What a container does once its pod has a node. */
export type BehaviourKind =
  | 'run'
  | 'bad-image'
  | 'crash'
  | 'oom'
  | 'slow'
  | 'unschedulable'
  | 'complete'
  | 'fail';

/** A behaviour and its parameter, e.g. `slow:60`. */
export interface Behaviour {
  readonly kind: BehaviourKind;
  /** Seconds until ready, of `slow`. */
  readonly seconds?: number;
}

const KINDS = new Set<string>([
  'run',
  'bad-image',
  'crash',
  'oom',
  'slow',
  'unschedulable',
  'complete',
  'fail',
]);
const BAD_TAG = /(^|[-.])(does-not-exist|broken|missing)$/;
const SLOW_SECONDS = 45;

/**
 * What a container does: by the annotation, else by its image's tag
 * (`does-not-exist` and `broken` cannot be pulled; `crash`, `oom` and `slow`
 * do what they say), else it runs.
 */
export function behaviourOf(
  pod: KubeObject,
  image: string,
  registry?: ReadonlySet<string>,
): Behaviour {
  const [name, parameter] = (
    pod.metadata.annotations?.[BEHAVIOUR_ANNOTATION] ?? ''
  ).split(':');
  if (isBadImage(image, registry)) return { kind: 'bad-image' };
  if (KINDS.has(name))
    return withSeconds(name as BehaviourKind, Number(parameter));
  const tag = tagOf(image);
  if (tag === 'crash' || tag === 'oom' || tag === 'slow')
    return withSeconds(tag, NaN);
  const [owner] = pod.metadata.ownerReferences ?? [];
  return { kind: owner?.kind === 'Job' ? 'complete' : 'run' };
}

/** The tag of an image; `latest` when it has none. */
export function tagOf(image: string): string {
  const name = image.split('/').pop() ?? '';
  return name.split('@')[0].split(':')[1] ?? 'latest';
}

function isBadImage(image: string, registry?: ReadonlySet<string>): boolean {
  return (
    BAD_TAG.test(tagOf(image)) ||
    (registry !== undefined && !registry.has(image))
  );
}

function withSeconds(kind: BehaviourKind, seconds: number): Behaviour {
  return kind === 'slow'
    ? { kind, seconds: Number.isFinite(seconds) ? seconds : SLOW_SECONDS }
    : { kind };
}
