import { LAST_APPLIED_ANNOTATION } from '../equality/declaredPart';
import type { ProblemPath } from '../format/problem';
import { isMap } from './walk';

const PLACE = ['metadata', 'annotations', LAST_APPLIED_ANNOTATION];
const MAP_POINTER = '/metadata/annotations';
const POINTER = `${MAP_POINTER}/${LAST_APPLIED_ANNOTATION.replace('/', '~1')}`;

/**
 * Where an input writes what kubectl remembers of an object: in `objects` to
 * apply, or in a `patch`. Paths begin in the input; none: it does not.
 * @public
 */
export function lastAppliedIn(input: unknown): ProblemPath[] {
  const { objects, patch } = isMap(input) ? input : {};
  const places: ProblemPath[] = [];
  for (const [index, object] of listOf(objects).entries()) {
    if (carries(object)) {
      places.push(['objects', index, ...PLACE]);
    }
  }
  for (const [index, operation] of listOf(patch).entries()) {
    if (writes(operation)) {
      places.push(['patch', index]);
    }
  }
  if (carries(patch)) {
    places.push(['patch', ...PLACE]);
  }
  return places;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Also with null, which is how a patch removes it. */
function carries(object: unknown): boolean {
  const metadata = isMap(object) ? object.metadata : undefined;
  return isMap(metadata) && isNamedIn(metadata.annotations);
}

function isNamedIn(annotations: unknown): boolean {
  return (
    isMap(annotations) && Object.hasOwn(annotations, LAST_APPLIED_ANNOTATION)
  );
}

/** Whether an operation of a JSON patch (RFC 6902) writes it or takes it away. */
function writes(operation: unknown): boolean {
  if (!isMap(operation) || operation.op === 'test') {
    return false;
  }
  const { op, path, from, value } = operation;
  return (
    path === POINTER ||
    (op === 'move' && from === POINTER) ||
    (path === MAP_POINTER && isNamedIn(value))
  );
}
