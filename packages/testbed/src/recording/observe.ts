import { ownedField, ownedItem, type Owned } from './owned';
import { nameOf, type RecordedType, type RecordedTypes } from './types';

/** What a server made of a field that was not sent. */
export interface Observation {
  readonly kind: string;
  /** From the object, lists as `[]`: `spec.containers[].resources`. */
  readonly path: string;
  readonly type: string;
  readonly field: string;
  /** Undefined when the field is absent in the answer too. */
  readonly value: unknown;
  /**
   * The one who wrote owns it: it is a default, not something that admission
   * or storage added later.
   */
  readonly owned: boolean;
}

/** Compares what was sent with the answer, along the types of both. */
export function observe(
  kind: string,
  { kinds, types }: RecordedTypes,
  sent: unknown,
  answer: any,
): Observation[] {
  const seen: Observation[] = [];
  walk({ $ref: `#${kinds[kind]}` }, sent, answer, ownedOf(answer), '');
  return seen;

  function walk(
    schema: RecordedType,
    before: unknown,
    after: unknown,
    owned: Owned,
    path: string,
  ): void {
    if (Array.isArray(before) && Array.isArray(after)) {
      before.forEach((item, i) =>
        walk(
          schema.items ?? {},
          item,
          after[i],
          ownedItem(owned, after[i]),
          `${path}[]`,
        ),
      );
      return;
    }
    const type = nameOf(schema) ?? '';
    const { properties = {} } = types[type] ?? {};
    if (!isObject(before) || !isObject(after)) {
      return;
    }
    for (const [field, child] of Object.entries(properties)) {
      const at = path ? `${path}.${field}` : field;
      // Of its own, an object has a name, a time and a uid there.
      if (at === 'metadata') {
        continue;
      }
      const part = ownedField(owned, field);
      if (before[field] === undefined) {
        const value = after[field];
        const isOwned = part !== undefined;
        seen.push({ kind, path: at, type, field, value, owned: isOwned });
      } else {
        walk(child, before[field], after[field], part, at);
      }
    }
  }
}

function ownedOf(answer: any): Owned {
  return answer.metadata.managedFields?.[0]?.fieldsV1;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
