/** One property of a JSON Schema object, for people. @public */
export interface InputField {
  /** With its way through nested objects and lists: `expect.status`, `rules[].verb`. */
  readonly name: string;
  /** Such as `string`, `list of object`, or the values that it may have. */
  readonly type: string;
  readonly required: boolean;
  readonly description?: string;
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly description?: string;
}

type Quote = (value: string) => string;

/**
 * What an action or check takes or gives, property by property, nested ones
 * after theirs, in the order of its JSON Schema. `quote` marks the values of an
 * enumeration.
 * @public
 */
export function inputFields(
  schema: object,
  quote: Quote = value => value,
): InputField[] {
  return fieldsOf(schema, '', quote);
}

function fieldsOf(schema: Schema, prefix: string, quote: Quote): InputField[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const name = `${prefix}${key}`;
    const { description } = property;
    const field: InputField = {
      name,
      type: typeOf(property, quote),
      required: schema.required?.includes(key) ?? false,
      ...(description && {
        description: description.replace(/\s+/g, ' ').trim(),
      }),
    };
    return [field, ...nestedFields(property, name, quote)];
  });
}

function nestedFields(
  property: Schema,
  name: string,
  quote: Quote,
): InputField[] {
  const all = [property, ...(property.anyOf ?? [])].flatMap(each => [
    ...fieldsOf(each, `${name}.`, quote),
    ...(each.items ? nestedFields(each.items, `${name}[]`, quote) : []),
  ]);
  return [...new Map(all.map(field => [field.name, field])).values()];
}

function typeOf(property: Schema, quote: Quote): string {
  if (property.enum) {
    return property.enum.map(value => quote(String(value))).join(' or ');
  }
  if (property.const !== undefined) {
    return quote(String(property.const));
  }
  if (property.anyOf) {
    const types = property.anyOf.map(each => typeOf(each, quote));
    return [...new Set(types)].join(' or ');
  }
  if (property.type === 'array') {
    const { items } = property;
    return `list of ${items ? typeOf(items, quote) : 'anything'}`;
  }
  return [property.type ?? 'anything'].flat().join(' or ');
}
