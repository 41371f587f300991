import {
  visibleText,
  type ParameterSchema,
} from '@mission-control/plugin-missions-common';

/** One parameter of a mission as a row of a table or a field of a form. */
export interface ParameterRow {
  name: string;
  title: string;
  description?: string;
  type: string;
  required: boolean;
  secret: boolean;
  advanced: boolean;
  defaultValue?: unknown;
  options?: unknown[];
  itemType?: string;
  /** The whole of its rule. */
  schema: ParameterSchema;
}

/** Flattens the parameters of a spec, in the order of the file. */
export function parameterRows(spec: Record<string, any>): ParameterRow[] {
  const schema = (spec.parameters ?? {}) as {
    required?: string[];
    properties?: Record<string, Partial<ParameterSchema>>;
  };
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    title: visibleText(property.title ?? name),
    description: property.description && visibleText(property.description),
    type: property.type ?? 'string',
    required: schema.required?.includes(name) ?? false,
    secret: property.secret ?? false,
    advanced: property['ui:advanced'] === true,
    defaultValue: property.default,
    options: property.enum,
    itemType: property.items?.type,
    schema: { type: 'string', ...property },
  }));
}
