import { requestWords } from '@mission-control/plugin-missions-node';

type Fits = (value: unknown) => boolean;

const isText: Fits = value => typeof value === 'string';
const isMap: Fits = value =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isMapOfTexts: Fits = value =>
  isMap(value) && Object.values(value as object).every(isText);
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
  ownerReferences: isListOf(isMap),
  managedFields: isListOf(isMap),
};

/**
 * Why an answer cannot be one of an API server at this path, or undefined: it is
 * no JSON object, or its metadata are of other types than every kind has. Logs
 * are texts, and paths that name no resource answer as they like.
 */
export function strangenessOf(path: string, body: unknown): string | undefined {
  const { resource, subresource } = requestWords({ path });
  if (resource === undefined || subresource === 'log') {
    return undefined;
  }
  return strangenessOfObject(body);
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
  const wrong = Object.entries(METADATA).find(([name, fits]) => {
    const value = (metadata as Record<string, unknown>)[name];
    return value !== undefined && value !== null && !fits(value);
  });
  return wrong && `metadata.${wrong[0]} is of another type`;
}

function kindOf(value: unknown): string {
  if (value === undefined || value === '') {
    return 'empty';
  }
  if (value === null) {
    return 'null';
  }
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
