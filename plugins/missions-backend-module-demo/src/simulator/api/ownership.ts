import { apiVersionOf, Resource } from '../kinds/resource';
import { FieldSet } from '../managedFields/fieldSet';
import {
  decodeManagers,
  encodeManagers,
  Manager,
  Managers,
  printManager,
} from '../managedFields/managers';
import { printPath } from '../managedFields/pathElement';
import {
  applyTyped,
  FieldConflict,
  updateTyped,
} from '../managedFields/updater';
import { clone, isRecord, KubeObject } from '../object';
import { findTypeProblems } from '../schema/typed';
import { ApiError } from '../status';
import { WriteOptions } from './options';

const CUSTOM_STATUS_ONLY = FieldSet.of(['f:spec'], ['f:metadata']);
const STATUS_ONLY = FieldSet.of(['f:spec'], ['f:metadata', 'f:labels']);
const WITHOUT_STATUS = FieldSet.of(['f:status']);
const NOTHING = new FieldSet();

/**
 * Sets `managedFields` of a changed object after any write but apply. A body
 * that brings its own managedFields replaces the live ones first, as a real
 * server does: this is how ownership can be given back.
 */
export function trackUpdate(
  object: KubeObject,
  live: KubeObject | undefined,
  resource: Resource,
  options: WriteOptions,
): void {
  const sent = object.metadata.managedFields;
  const kept = live?.metadata.managedFields;
  const cleared = sent?.length === 1 && Object.keys(sent[0]).length === 0;
  let managers: Managers;
  if (cleared) managers = new Map();
  else managers = readManagers(options.subresource ? kept : sent, kept);
  if (live && managers.size === 0) {
    delete object.metadata.managedFields;
    return;
  }
  const before = live ? withoutManaged(live) : zeroObject(resource);
  managers = updateTyped({
    live: before,
    changed: withoutManaged(object),
    node: resource.schema,
    managers,
    manager: managerOf(resource, options, 'Update'),
    reset: resetFor(resource, options),
    time: options.cluster.timestamp(),
  });
  setManaged(object, managers);
}

/** Merges an applied configuration into the live object. Throws 409 on conflicts, 500 on what does not fit the schema. */
export function applyOwned(
  applied: KubeObject,
  live: KubeObject | undefined,
  resource: Resource,
  options: WriteOptions,
  sentNamespace = '',
): KubeObject {
  const problems = findTypeProblems(applied, resource.schema);
  if (problems.length > 0)
    throw notTyped(applied, resource, sentNamespace, problems);
  const outcome = applyTyped({
    live: live
      ? withoutManaged(live)
      : {
          apiVersion: applied.apiVersion,
          kind: applied.kind,
          metadata: { name: applied.metadata.name },
        },
    applied,
    node: resource.schema,
    managers: managersBeforeApply(live, resource, options),
    manager: managerOf(resource, options, 'Apply'),
    reset: resetFor(resource, options),
    time: options.cluster.timestamp(),
    force: options.force,
  });
  if (outcome.kind === 'conflict') throw applyConflict(outcome.conflicts);
  const object = outcome.object as KubeObject;
  setManaged(object, outcome.managers);
  return object;
}

function notTyped(
  applied: KubeObject,
  resource: Resource,
  namespace: string,
  problems: { path: string; message: string }[],
): ApiError {
  const { name } = applied.metadata;
  const texts = problems.map(problem => `${problem.path}: ${problem.message}`);
  const text =
    texts.length === 1
      ? texts[0]
      : `errors:\n${texts.map(item => `  ${item}`).join('\n')}`;
  return new ApiError(
    500,
    '',
    `failed to create typed patch object (${namespace}/${name}; ${resource.group}/${resource.version}, Kind=${resource.kind}): ${text}`,
  );
}

/** An object that nobody owns yet belongs, as it is, to `before-first-apply`. */
function managersBeforeApply(
  live: KubeObject | undefined,
  resource: Resource,
  options: WriteOptions,
): Managers {
  const managers = readManagers(live?.metadata.managedFields, undefined);
  if (!live || managers.size > 0) return managers;
  const manager = managerOf(
    resource,
    { ...options, fieldManager: 'before-first-apply' },
    'Update',
  );
  return updateTyped({
    live: zeroObject(resource),
    changed: withoutManaged(live),
    node: resource.schema,
    managers,
    manager,
    reset: resetFor(resource, options),
    time: options.cluster.timestamp(),
  });
}

function applyConflict(conflicts: readonly FieldConflict[]): ApiError {
  const causes = conflicts.map(({ manager, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${printManager(manager)}`,
    field: printPath(path),
  }));
  return new ApiError(409, 'Conflict', conflictText(conflicts), { causes });
}

function conflictText(conflicts: readonly FieldConflict[]): string {
  if (conflicts.length === 1) {
    const [{ manager, path }] = conflicts;
    return `Apply failed with 1 conflict: conflict with ${printManager(
      manager,
    )}: ${printPath(path)}`;
  }
  const byManager = new Map<string, string[]>();
  for (const { manager, path } of conflicts) {
    const name = printManager(manager);
    byManager.set(name, [...(byManager.get(name) ?? []), printPath(path)]);
  }
  const parts = [...byManager.keys()]
    .sort()
    .flatMap(name => [
      `conflicts with ${name}:`,
      ...byManager.get(name)!.map(path => `- ${path}`),
    ]);
  return `Apply failed with ${conflicts.length} conflicts: ${parts.join('\n')}`;
}

function readManagers(
  first: KubeObject['metadata']['managedFields'],
  second: KubeObject['metadata']['managedFields'],
): Managers {
  for (const entries of [first, second]) {
    if (!Array.isArray(entries)) continue;
    try {
      const managers = decodeManagers(entries);
      if (managers.size > 0) return managers;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return new Map();
}

function setManaged(object: KubeObject, managers: Managers): void {
  const entries = encodeManagers(managers);
  if (entries) object.metadata.managedFields = entries;
  else delete object.metadata.managedFields;
}

function withoutManaged(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata: metadata as KubeObject['metadata'] };
}

function zeroObject(resource: Resource): Record<string, unknown> {
  const zero: Record<string, unknown> = clone(resource.zero);
  if (!isRecord(zero.metadata) && !resource.custom) zero.metadata = {};
  return { apiVersion: apiVersionOf(resource), kind: resource.kind, ...zero };
}

function managerOf(
  resource: Resource,
  { fieldManager, subresource }: WriteOptions,
  operation: 'Apply' | 'Update',
): Manager {
  return {
    manager: fieldManager,
    operation,
    apiVersion: apiVersionOf(resource),
    ...(subresource ? { subresource } : {}),
  };
}

function resetFor(resource: Resource, { subresource }: WriteOptions): FieldSet {
  if (subresource === 'status') {
    return resource.custom ? CUSTOM_STATUS_ONLY : STATUS_ONLY;
  }
  return resource.hasStatus && !subresource ? WITHOUT_STATUS : NOTHING;
}
