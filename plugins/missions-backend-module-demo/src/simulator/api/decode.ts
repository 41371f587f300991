import { apiVersionOf, kindId, Resource } from '../kinds/resource';
import { clone, isRecord, KubeObject } from '../object';
import {
  fillDefaults,
  fillKindDefaults,
  normaliseBuiltin,
  prune,
} from '../schema/complete';
import { findTypeProblems } from '../schema/typed';
import { badRequest } from '../status';
import { WriteOptions } from './options';

/**
 * Reads a request body as an object of the resource: wrong types are refused,
 * undeclared fields are refused, warned of or dropped by `fieldValidation`,
 * and defaults are filled in. Returns a copy.
 */
export function decode(
  body: unknown,
  resource: Resource,
  options: WriteOptions,
): KubeObject {
  const object = clone(body);
  if (!isRecord(object)) {
    throw badRequest(
      `the object provided is unrecognized (must be of type ${resource.kind})`,
    );
  }
  checkKind(object, resource);
  if (!isRecord(object.metadata)) object.metadata = {};
  const problems = findTypeProblems(object, resource.schema);
  const label = `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}`;
  const wrong = problems.find(problem => problem.kind === 'type');
  if (wrong && !resource.custom) {
    throw badRequest(
      `${label}: json: cannot unmarshal into field ${wrong.path.slice(1)}: ${
        wrong.message
      }`,
    );
  }
  const unknown = problems
    .filter(problem => problem.kind === 'unknown')
    .map(problem => `unknown field "${problem.path.slice(1)}"`);
  if (unknown.length > 0 && options.fieldValidation === 'Strict') {
    throw badRequest(`${label}: strict decoding error: ${unknown.join(', ')}`);
  }
  if (options.fieldValidation === 'Warn') unknown.forEach(options.warn);
  return complete(object as KubeObject, resource, options);
}

/** Drops what the schema does not know and fills defaults, in place. */
export function complete(
  object: KubeObject,
  resource: Resource,
  { cluster }: WriteOptions,
  live?: KubeObject,
): KubeObject {
  prune(object, resource.schema);
  if (resource.custom) fillDefaults(object, resource.schema);
  else normaliseBuiltin(object, resource.schema);
  resource.defaults?.(object, {
    live,
    now: cluster.timestamp(),
    allocate: range => cluster.allocate(range),
  });
  if (!resource.custom) fillKindDefaults(object, kindId(resource));
  return object;
}

function checkKind(object: Record<string, any>, resource: Resource): void {
  const expected = apiVersionOf(resource);
  object.apiVersion ??= expected;
  object.kind ??= resource.kind;
  if (object.apiVersion !== expected) {
    throw badRequest(
      `the API version in the data (${object.apiVersion}) does not match the expected API version (${expected})`,
    );
  }
  if (object.kind !== resource.kind) {
    const internal = (resource.group || 'core').split('.')[0];
    throw badRequest(
      `${object.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: converting (${resource.version}.${object.kind}) to (${internal}.${resource.kind}): unknown conversion`,
    );
  }
}
