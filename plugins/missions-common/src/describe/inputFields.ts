/** One property of a JSON Schema object, for people. @public */
export interface InputField {
  readonly name: string;
  /** Such as `string`, `list of object`, or the values that it may have. */
  readonly type: string;
  readonly required: boolean;
  readonly description?: string;
}

type Property = {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Property[];
  readonly items?: Property;
  readonly description?: string;
};

/**
 * What an action or check takes or gives, property by property, in the order of
 * its JSON Schema. `quote` marks the values of an enumeration.
 * @public
 */
export function inputFields(
  schema: object,
  quote: (value: string) => string = value => value,
): InputField[] {
  const { properties = {}, required = [] } = schema as {
    properties?: Record<string, Property>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    type: typeOf(property, quote),
    required: required.includes(name),
    ...(property.description && {
      description: property.description.replace(/\s+/g, ' ').trim(),
    }),
  }));
}

function typeOf(property: Property, quote: (value: string) => string): string {
  if (property.enum) {
    return property.enum.map(value => quote(String(value))).join(' or ');
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
