import { isDeepStrictEqual } from 'node:util';

/** What a manager owns of a value: all of it, some of it (`fieldsV1`), or nothing. */
export type Owned = true | undefined | { readonly [key: string]: Owned };

/** What is owned of a field. */
export function ownedField(owned: Owned, field: string): Owned {
  return owned === true ? true : whole(owned?.[`f:${field}`]);
}

/** What is owned of an item of a list. */
export function ownedItem(owned: Owned, item: unknown): Owned {
  if (owned === true || owned === undefined) {
    return owned;
  }
  const key = Object.keys(owned).find(
    name => name.startsWith('k:') && fits(JSON.parse(name.slice(2)), item),
  );
  return key ? whole(owned[key]) : undefined;
}

function fits(keys: object, item: unknown): boolean {
  const fields = item as Record<string, unknown>;
  return Object.entries(keys).every(([name, value]) =>
    isDeepStrictEqual(fields[name], value),
  );
}

/** A leaf is written as an empty set of fields. */
function whole(owned: Owned): Owned {
  const leaf = owned && owned !== true && Object.keys(owned).length === 0;
  return leaf ? true : owned;
}
