import { isRecord } from '../object';
import { MapNode, ScalarNode, SchemaNode } from './node';

/** What is wrong with one value, and where (`.spec.replicas`). */
export interface TypedProblem {
  path: string;
  kind: 'unknown' | 'type' | 'duplicate';
  message: string;
}

/** Compares a JSON value with its type: undeclared fields and wrong types. */
export function findTypeProblems(
  value: unknown,
  node: SchemaNode,
  path = '',
): TypedProblem[] {
  if (value === null || value === undefined || node.kind === 'untyped')
    return [];
  if (node.kind === 'scalar') return scalarProblems(value, node, path);
  if (node.kind === 'list') {
    if (!Array.isArray(value)) return [wrongType(path, 'list', value)];
    const problems = value.flatMap((item, i) =>
      findTypeProblems(item, node.element(), `${path}[${i}]`),
    );
    return [
      ...problems,
      ...duplicateItems(value, node.listType, node.keys, path),
    ];
  }
  return mapProblems(value, node, path);
}

function mapProblems(
  value: unknown,
  node: MapNode,
  path: string,
): TypedProblem[] {
  if (!isRecord(value)) return [wrongType(path, 'map', value)];
  return Object.entries(value).flatMap(([key, child]) => {
    const childPath = `${path}.${key}`;
    const type = node.fields.get(key)?.node() ?? node.element?.();
    if (type) return findTypeProblems(child, type, childPath);
    return [
      {
        path: childPath,
        kind: 'unknown' as const,
        message: 'field not declared in schema',
      },
    ];
  });
}

function scalarProblems(
  value: unknown,
  node: ScalarNode,
  path: string,
): TypedProblem[] {
  switch (node.scalar) {
    case 'string':
      return typeof value === 'string'
        ? []
        : [wrongType(path, 'string', value)];
    case 'boolean':
      return typeof value === 'boolean'
        ? []
        : [wrongType(path, 'boolean', value)];
    case 'integer':
    case 'number':
      return typeof value === 'number'
        ? []
        : [wrongType(path, 'numeric (int or float)', value)];
    case 'intOrString':
    case 'quantity':
      return typeof value === 'number' || typeof value === 'string'
        ? []
        : [wrongType(path, 'string or number', value)];
    default:
      return [];
  }
}

function duplicateItems(
  items: unknown[],
  listType: string,
  keys: readonly string[],
  path: string,
): TypedProblem[] {
  if (listType === 'atomic') return [];
  const seen = new Set<string>();
  return items.flatMap(item => {
    const id =
      listType === 'set'
        ? JSON.stringify(item)
        : keys
            .map(
              key =>
                `${key}=${JSON.stringify(
                  isRecord(item) ? item[key] : undefined,
                )}`,
            )
            .join(',');
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      {
        path,
        kind: 'duplicate' as const,
        message: `duplicate entries for key [${id}]`,
      },
    ];
  });
}

function wrongType(
  path: string,
  expected: string,
  value: unknown,
): TypedProblem {
  return {
    path,
    kind: 'type',
    message: `expected ${expected}, got ${goType(value)}`,
  };
}

function goType(value: unknown): string {
  if (Array.isArray(value))
    return '&value.valueUnstructured{Value:[]interface {}}';
  if (isRecord(value)) return 'map';
  if (typeof value === 'number')
    return Number.isInteger(value) ? 'int' : 'float';
  return typeof value;
}
