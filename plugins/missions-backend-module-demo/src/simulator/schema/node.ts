/** What a leaf may hold. */
export type ScalarType =
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'intOrString'
  | 'quantity'
  | 'any';

/**
 * A type in the form that server-side apply needs: the atom of
 * structured-merge-diff (https://github.com/kubernetes-sigs/structured-merge-diff).
 */
export type SchemaNode = ScalarNode | MapNode | ListNode | UntypedNode;

/** A leaf. */
export interface ScalarNode {
  readonly kind: 'scalar';
  readonly scalar: ScalarType;
  readonly rules: SchemaRules;
}

/** A struct (declared fields), a map (one element type), or both. */
export interface MapNode {
  readonly kind: 'map';
  /** Name of a recorded type, e.g. `io.k8s.api.core.v1.Probe`. */
  readonly typeName?: string;
  readonly atomic: boolean;
  readonly fields: ReadonlyMap<string, SchemaField>;
  /** Type of the values under undeclared keys; absent when those are an error. */
  readonly element?: () => SchemaNode;
  readonly required: readonly string[];
  readonly rules: SchemaRules;
}

/** One declared field of a struct. */
export interface SchemaField {
  readonly node: () => SchemaNode;
  readonly default?: unknown;
  readonly mergeKey?: string;
  readonly patchStrategy?: string;
}

/** A list: atomic, a set of scalars, or a map by keys. */
export interface ListNode {
  readonly kind: 'list';
  readonly listType: 'atomic' | 'set' | 'map';
  readonly keys: readonly string[];
  readonly element: () => SchemaNode;
  readonly rules: SchemaRules;
}

/** No schema: maps are merged by key, lists are atomic. */
export interface UntypedNode {
  readonly kind: 'untyped';
  readonly rules: SchemaRules;
}

/** Value rules of a CustomResourceDefinition's schema. */
export interface SchemaRules {
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly nullable?: boolean;
}

/** The type without a schema. */
export const UNTYPED: UntypedNode = { kind: 'untyped', rules: {} };

/** The type of a child under a map key; undefined when the key is not declared. */
export function childNode(
  node: SchemaNode,
  key: string,
): SchemaNode | undefined {
  if (node.kind === 'untyped') return UNTYPED;
  if (node.kind !== 'map') return undefined;
  const field = node.fields.get(key);
  return field ? field.node() : node.element?.();
}
