import { parse as parseYaml } from 'yaml';
import { apiVersionOf, Resource, resourceId } from '../kinds/resource';
import { clone, isRecord, KubeObject } from '../object';
import { ApiError, badRequest, conflict, invalid, notFound } from '../status';
import { changedUid, commitCreate, commitUpdate } from './commit';
import { complete, decode } from './decode';
import { applyJsonPatch, applyMergePatch } from './jsonPatch';
import { WriteOptions } from './options';
import { applyOwned } from './ownership';
import { applyStrategicMerge } from './strategicMerge';
import { writeChanged } from './update';

/** The patch types by media type. */
export const PATCH_TYPES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
] as const;

/** How JSON writes half of a pair of surrogates, which no YAML may escape. */
const HALF_ESCAPED = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;

/** What a patch came to: 201 when an apply created the object. */
export interface PatchResult {
  object: KubeObject;
  created: boolean;
}

interface Key {
  namespace: string;
  name: string;
}

/** PATCH in its four forms. */
export function patchObject(
  mediaType: string,
  text: string,
  resource: Resource,
  key: Key,
  options: WriteOptions,
): PatchResult {
  assertMediaType(mediaType, resource);
  if (mediaType === 'application/apply-patch+yaml')
    return applyPatch(text, resource, key, options);
  const live = options.cluster.get(
    resourceId(resource),
    key.namespace,
    key.name,
  );
  const patch = parseJson(text);
  if (!live) throw notFound({ ...resource, name: key.name });
  const patched = patchedObject(mediaType, patch, clone(live), resource);
  const object = decode(patched, resource, options);
  if (object.metadata.name !== key.name) {
    throw badRequest(
      `the name of the object (${object.metadata.name}) does not match the name on the URL (${key.name})`,
    );
  }
  return {
    object: writeChanged(object, live, resource, options),
    created: false,
  };
}

function patchedObject(
  mediaType: string,
  patch: unknown,
  live: KubeObject,
  resource: Resource,
): unknown {
  switch (mediaType) {
    case 'application/merge-patch+json':
      return applyMergePatch(live, patch);
    case 'application/json-patch+json':
      if (!Array.isArray(patch))
        throw badRequest(
          'json: cannot unmarshal object into Go value of type jsonpatch.Patch',
        );
      return applyJsonPatch(live, patch);
    case 'application/strategic-merge-patch+json':
      if (!resource.custom)
        return applyStrategicMerge(live, patch, resource.schema);
      break;
    default:
  }
  return live;
}

function assertMediaType(mediaType: string, resource: Resource): void {
  const accepted = PATCH_TYPES.filter(
    type => !resource.custom || !type.includes('strategic'),
  );
  if (accepted.some(type => type === mediaType)) return;
  if (!PATCH_TYPES.some(type => type === mediaType)) {
    throw new ApiError(
      415,
      'UnsupportedMediaType',
      '415: Unsupported Media Type',
      {},
    );
  }
  throw new ApiError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(
      ', ',
    )}`,
  );
}

function applyPatch(
  text: string,
  resource: Resource,
  key: Key,
  options: WriteOptions,
): PatchResult {
  if (!options.fieldManager) {
    throw invalid({ group: 'meta.k8s.io', kind: 'PatchOptions' }, [
      {
        reason: 'FieldValueRequired',
        message: 'Required value: is required for apply patch',
        field: 'fieldManager',
      },
    ]);
  }
  const { applied, sentNamespace } = parseApplied(text, resource, key);
  const sent = applied.metadata;
  const live = options.cluster.get(
    resourceId(resource),
    key.namespace,
    key.name,
  );
  if (options.subresource && !live)
    throw notFound({ ...resource, name: key.name });
  const subject = { ...resource, name: key.name };
  if (sent.uid && !live) {
    throw conflict(
      subject,
      `uid mismatch: the provided object specified uid ${sent.uid}, and no existing object was found`,
    );
  }
  if (live && sent.uid && sent.uid !== live.metadata.uid) {
    throw changedUid(subject, sent.uid);
  }
  if (
    live &&
    sent.resourceVersion &&
    sent.resourceVersion !== live.metadata.resourceVersion
  ) {
    throw conflict(
      subject,
      'the object has been modified; please apply your changes to the latest version and try again',
    );
  }
  delete sent.uid;
  delete sent.resourceVersion;
  if (resource.hasStatus && !options.subresource) delete applied.status;
  const object = applyOwned(applied, live, resource, options, sentNamespace);
  if (live && options.subresource === 'status') {
    const { managedFields } = object.metadata;
    const changed = { ...clone(live), status: object.status };
    changed.metadata.managedFields = managedFields;
    return {
      object: commitUpdate(changed, live, resource, options),
      created: false,
    };
  }
  complete(object, resource, options, live);
  if (live) {
    if (resource.hasStatus && live.status !== undefined)
      object.status = clone(live.status);
    return {
      object: commitUpdate(object, live, resource, options),
      created: false,
    };
  }
  return { object: commitCreate(object, resource, options), created: true };
}

function parseApplied(
  text: string,
  resource: Resource,
  key: Key,
): { applied: KubeObject; sentNamespace?: string } {
  let applied: unknown;
  try {
    applied = parseYaml(text);
  } catch (error) {
    throw badRequest(`error decoding YAML: ${(error as Error).message}`);
  }
  if (HALF_ESCAPED.test(JSON.stringify(applied) ?? '')) {
    throw badRequest(
      'error decoding YAML: error converting YAML to JSON: yaml: found invalid Unicode character escape code',
    );
  }
  if (!isRecord(applied))
    throw badRequest('error decoding YAML: the body must be an object');
  applied.metadata = isRecord(applied.metadata) ? applied.metadata : {};
  const { metadata } = applied;
  const sentNamespace: string | undefined = metadata.namespace;
  if (metadata.managedFields)
    throw badRequest('metadata.managedFields must be nil');
  if (
    applied.apiVersion !== apiVersionOf(resource) ||
    applied.kind !== resource.kind
  ) {
    throw badRequest(
      `Incorrect version specified in apply patch. Specified patch version: ${
        applied.apiVersion
      }, expected: ${apiVersionOf(resource)}`,
    );
  }
  if (metadata.generateName && !metadata.name) {
    throw new ApiError(
      405,
      'MethodNotAllowed',
      'generateName is not supported by apply',
    );
  }
  metadata.name ??= key.name;
  if (metadata.name !== key.name) {
    throw badRequest(
      `the name of the object (${metadata.name}) does not match the name on the URL (${key.name})`,
    );
  }
  if (resource.namespaced) {
    metadata.namespace ??= key.namespace;
    if (metadata.namespace !== key.namespace) {
      throw badRequest(
        'the namespace of the provided object does not match the namespace sent on the request',
      );
    }
  }
  return { applied: applied as KubeObject, sentNamespace };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`error decoding patch: ${(error as Error).message}`);
  }
}
