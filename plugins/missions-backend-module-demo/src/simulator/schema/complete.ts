import { clone, isRecord, sameJson } from '../object';
import { canonicalQuantity } from './quantity';
import { MapNode, SchemaField, SchemaNode } from './node';
import { KIND_DEFAULTS, TYPE_DEFAULTS } from './recordedDefaults';

/** Drops undeclared fields and nulls, in place: what decoding into a Go struct does. */
export function prune(value: unknown, node: SchemaNode): unknown {
  if (node.kind === 'untyped' || value === null || value === undefined)
    return value;
  if (node.kind === 'list' && Array.isArray(value)) {
    value.forEach(item => prune(item, node.element()));
    return value;
  }
  if (node.kind !== 'map' || !isRecord(value)) return value;
  for (const key of Object.keys(value)) {
    const child = node.fields.get(key)?.node() ?? node.element?.();
    if (!child || (value[key] === null && !child.rules.nullable))
      delete value[key];
    else prune(value[key], child);
  }
  return value;
}

/** Fills the schema's defaults, in place. Only used for custom resources. */
export function fillDefaults(value: unknown, node: SchemaNode): void {
  if (node.kind === 'list' && Array.isArray(value)) {
    value.forEach(item => fillDefaults(item, node.element()));
  }
  if (node.kind !== 'map' || !isRecord(value)) return;
  for (const [name, field] of node.fields) {
    if (value[name] === undefined && field.default !== undefined) {
      value[name] = clone(field.default);
    }
    if (value[name] !== undefined) fillDefaults(value[name], field.node());
  }
  if (!node.element) return;
  for (const key of Object.keys(value)) {
    if (!node.fields.has(key)) fillDefaults(value[key], node.element());
  }
}

/**
 * Brings a value of a built-in type into the form in which the server writes
 * it: defaults are there, structs that are no pointers too, empty lists and
 * maps are not, and quantities are canonical. Returns the value.
 */
export function normaliseBuiltin(value: unknown, node: SchemaNode): unknown {
  if (node.kind === 'scalar') {
    return node.scalar === 'quantity'
      ? canonicalQuantity(value as string | number)
      : value;
  }
  if (node.kind === 'list' && Array.isArray(value)) {
    return value.map(item => normaliseBuiltin(item, node.element()));
  }
  if (node.kind !== 'map' || !isRecord(value)) return value;
  const defaults = node.typeName ? TYPE_DEFAULTS[node.typeName] : undefined;
  for (const [name, preset] of Object.entries(defaults ?? {})) {
    if (isUnset(value[name], preset)) value[name] = clone(preset);
  }
  for (const [name, field] of node.fields) {
    if (value[name] === undefined && isWritten(name, field, node)) {
      value[name] = clone(field.default);
    }
  }
  for (const key of Object.keys(value)) {
    const child = node.fields.get(key)?.node() ?? node.element?.();
    if (child && isOmitted(value[key], child) && !node.required.includes(key)) {
      delete value[key];
    } else if (child) value[key] = normaliseBuiltin(value[key], child);
  }
  return value;
}

/** Fills what is a default at one place of a kind only, in place. */
export function fillKindDefaults(value: unknown, kind: string): void {
  for (const [path, preset] of Object.entries(KIND_DEFAULTS[kind] ?? {})) {
    fillAt(value, path.split('.'), preset);
  }
}

function fillAt(
  value: unknown,
  [part, ...more]: readonly string[],
  preset: unknown,
): void {
  if (!isRecord(value)) return;
  const field = part.replace('[]', '');
  if (more.length === 0) {
    if (isUnset(value[field], preset) || sameJson(value[field], {}))
      value[field] = clone(preset);
  } else if (field === part) {
    fillAt(value[field], more, preset);
  } else if (Array.isArray(value[field])) {
    value[field].forEach((item: unknown) => fillAt(item, more, preset));
  }
}

/** Go takes an empty text for one that nobody set. */
function isUnset(value: unknown, preset: unknown): boolean {
  return value === undefined || (value === '' && typeof preset === 'string');
}

/** Is a field's schema default written although nobody set it? */
function isWritten(
  name: string,
  field: SchemaField,
  { required }: MapNode,
): boolean {
  const preset = field.default;
  if (preset === 0) return true;
  if (typeof preset === 'string')
    return preset !== '' || required.includes(name);
  const child = isRecord(preset) ? field.node() : undefined;
  return child?.kind === 'map' && child.fields.size > 0;
}

/** Empty lists and maps are left out (`omitempty`). */
function isOmitted(value: unknown, node: SchemaNode): boolean {
  if (node.kind === 'list') return Array.isArray(value) && value.length === 0;
  const plainMap = node.kind === 'map' && node.fields.size === 0;
  return plainMap && isRecord(value) && Object.keys(value).length === 0;
}
