import { requestWords } from '@mission-control/plugin-missions-node';

type Fits = (value: unknown) => boolean;

/** One half of a surrogate pair. */
const HALF = /\p{Surrogate}/u;

/** UTF-8 has no half of a pair, and a path cannot either. */
const isText: Fits = value => typeof value === 'string' && !HALF.test(value);
const isMap: Fits = value =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isMapOfTexts: Fits = value =>
  isMap(value) && Object.values(value as object).every(isText);
const isNumber: Fits = value => typeof value === 'number';
/** Maps of maps, down to empty ones: the fields that a manager owns. */
const isFieldSet: Fits = value =>
  isMap(value) && Object.values(value as object).every(isFieldSet);
/** A map whose members are of these types, as far as it has them. */
const isMapWith =
  (members: Readonly<Record<string, Fits>>): Fits =>
  value =>
    isMap(value) && wrongMember(value as object, members) === undefined;
const isListOf =
  (fits: Fits): Fits =>
  value =>
    Array.isArray(value) && value.every(fits);

/** ObjectMeta and ListMeta, as far as anything here reads them: API servers see to these types, whatever the kind. */
const METADATA: Readonly<Record<string, Fits>> = {
  name: isText,
  generateName: isText,
  namespace: isText,
  uid: isText,
  resourceVersion: isText,
  creationTimestamp: isText,
  deletionTimestamp: isText,
  continue: isText,
  labels: isMapOfTexts,
  annotations: isMapOfTexts,
  finalizers: isListOf(isText),
  generation: isNumber,
  ownerReferences: isListOf(
    isMapWith({ apiVersion: isText, kind: isText, name: isText, uid: isText }),
  ),
  managedFields: isListOf(
    isMapWith({
      manager: isText,
      operation: isText,
      subresource: isText,
      time: isText,
      fieldsV1: isFieldSet,
    }),
  ),
};

/**
 * Why an answer cannot be one of an API server at this path, or undefined: it is
 * no JSON object, or its metadata are of other types than every kind has. Logs
 * are texts, and paths that name no resource answer as they like.
 */
export function strangenessOf(path: string, body: unknown): string | undefined {
  const { resource, name, subresource } = requestWords({ path });
  if (resource === undefined || subresource === 'log') {
    return undefined;
  }
  const strange = strangenessOfObject(body);
  return strange || name !== undefined ? strange : strangenessOfItems(body);
}

/** A list holds objects; a server of Go writes an empty one as null. */
function strangenessOfItems(body: unknown): string | undefined {
  const { items } = body as { items?: unknown };
  if (items === undefined || items === null) {
    return undefined;
  }
  if (!Array.isArray(items)) {
    return `items is ${kindOf(items)}`;
  }
  const strange = items.map(strangenessOfObject).find(Boolean);
  return strange && `of an item, ${strange}`;
}

/** The same of one object, such as an item of a list or what a watch tells of. */
export function strangenessOfObject(body: unknown): string | undefined {
  if (!isMap(body)) {
    return `it is ${kindOf(body)}`;
  }
  const { apiVersion, kind, metadata } = body as Record<string, unknown>;
  const other = Object.entries({ apiVersion, kind }).find(
    ([, value]) => value !== undefined && !isText(value),
  );
  if (other) {
    return `${other[0]} is ${kindOf(other[1])}`;
  }
  if (metadata === undefined || metadata === null) {
    return undefined;
  }
  if (!isMap(metadata)) {
    return `metadata is ${kindOf(metadata)}`;
  }
  const wrong = wrongMember(metadata as object, METADATA);
  return wrong && `metadata.${wrong} is of another type`;
}

/** The first member of another type than these; what is not there is of none. */
function wrongMember(
  holder: object,
  members: Readonly<Record<string, Fits>>,
): string | undefined {
  return Object.keys(members).find(name => {
    const value = (holder as Record<string, unknown>)[name];
    return value !== undefined && value !== null && !members[name](value);
  });
}

function kindOf(value: unknown): string {
  if (value === undefined || value === '') {
    return 'empty';
  }
  if (value === null) {
    return 'null';
  }
  if (typeof value === 'object') {
    return Array.isArray(value) ? 'a list' : 'an object';
  }
  return `a ${typeof value}`;
}
