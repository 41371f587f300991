import { clone, isRecord, sameJson } from '../object';
import { childNode, SchemaField, SchemaNode } from '../schema/node';

/**
 * Strategic merge patch: lists with a merge key are merged by it, with
 * `$patch: delete | replace` and `$deleteFromPrimitiveList`; the rest is as in
 * a JSON merge patch.
 */
export function applyStrategicMerge(
  target: unknown,
  patch: unknown,
  node: SchemaNode,
): unknown {
  if (!isRecord(patch)) return clone(patch);
  if (patch.$patch === 'replace') {
    const { $patch: _, ...rest } = patch;
    return clone(rest);
  }
  const result: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$deleteFromPrimitiveList/')) {
      const name = key.slice('$deleteFromPrimitiveList/'.length);
      const gone = value as unknown[];
      result[name] = ((result[name] as unknown[]) ?? []).filter(
        item => !gone.some(other => sameJson(item, other)),
      );
    } else if (key === '$retainKeys') {
      for (const name of Object.keys(result)) {
        if (!(value as string[]).includes(name)) delete result[name];
      }
    } else if (key.startsWith('$')) {
      continue;
    } else if (value === null) delete result[key];
    else result[key] = mergeField(result[key], value, key, node);
  }
  return result;
}

function mergeField(
  target: unknown,
  value: unknown,
  key: string,
  node: SchemaNode,
): unknown {
  const field = node.kind === 'map' ? node.fields.get(key) : undefined;
  const type = childNode(node, key);
  if (!type)
    return isRecord(value) && isRecord(target)
      ? { ...target, ...value }
      : clone(value);
  if (!Array.isArray(value)) return applyStrategicMerge(target, value, type);
  if (!field?.patchStrategy?.includes('merge') || type.kind !== 'list')
    return clone(value);
  return mergeList(
    Array.isArray(target) ? target : [],
    value,
    field,
    type.element(),
  );
}

function mergeList(
  target: unknown[],
  patch: unknown[],
  { mergeKey }: SchemaField,
  element: SchemaNode,
): unknown[] {
  if (!mergeKey) {
    return [
      ...target,
      ...patch.filter(item => !target.some(other => sameJson(other, item))),
    ];
  }
  if (
    patch.some(
      item =>
        isRecord(item) && item.$patch === 'replace' && !(mergeKey in item),
    )
  ) {
    return clone(
      patch.filter(item => !(isRecord(item) && item.$patch === 'replace')),
    );
  }
  const result = [...target];
  for (const item of patch) {
    if (!isRecord(item)) continue;
    const at = result.findIndex(
      other => isRecord(other) && other[mergeKey] === item[mergeKey],
    );
    if (item.$patch === 'delete') {
      if (at >= 0) result.splice(at, 1);
    } else if (at >= 0)
      result[at] = applyStrategicMerge(result[at], item, element);
    else result.push(clone(item));
  }
  return result;
}
