import { Resource } from '../kinds/resource';
import { KubeObject } from '../object';
import { ApiError, badRequest, invalid } from '../status';
import { commitCreate } from './commit';
import { decode } from './decode';
import { WriteOptions } from './options';
import { trackUpdate } from './ownership';

const SUFFIX_CHARACTERS = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;

/** POST: stores a new object. */
export function createObject(
  body: unknown,
  resource: Resource,
  namespace: string,
  options: WriteOptions,
): KubeObject {
  const object = decode(body, resource, options);
  const { metadata } = object;
  if (resource.namespaced) {
    metadata.namespace ??= namespace;
    if (metadata.namespace !== namespace) {
      throw badRequest(
        `the namespace of the provided object does not match the namespace sent on the request`,
      );
    }
  } else delete metadata.namespace;
  if (!metadata.name && metadata.generateName)
    metadata.name = metadata.generateName + randomSuffix();
  if (!metadata.name) {
    throw invalid({ ...resource }, [
      {
        reason: 'FieldValueRequired',
        message: 'Required value: name or generateName is required',
        field: 'metadata.name',
      },
    ]);
  }
  if (metadata.resourceVersion)
    throw new ApiError(
      500,
      '',
      'resourceVersion should not be set on objects to be created',
    );
  if (resource.hasStatus && resource.kind !== 'Node') delete object.status;
  trackUpdate(object, undefined, resource, options);
  return commitCreate(object, resource, options);
}

/** Five characters as the API server appends to `generateName`. */
export function randomSuffix(): string {
  return Array.from(
    { length: SUFFIX_LENGTH },
    () =>
      SUFFIX_CHARACTERS[Math.floor(Math.random() * SUFFIX_CHARACTERS.length)],
  ).join('');
}
