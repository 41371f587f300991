import { visibleText } from '@mission-control/plugin-missions-common';

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
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  itemType?: string;
}

type Property = {
  type?: string;
  title?: string;
  description?: string;
  secret?: boolean;
  default?: unknown;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  items?: { type?: string };
  'ui:advanced'?: boolean;
};

/** Flattens the parameters of a spec, in the order of the file. */
export function parameterRows(spec: Record<string, any>): ParameterRow[] {
  const schema = (spec.parameters ?? {}) as {
    required?: string[];
    properties?: Record<string, Property>;
  };
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    title: visibleText(property.title ?? name),
    description: property.description && visibleText(property.description),
    type: property.type ?? 'string',
    required: schema.required?.includes(name) ?? false,
    secret: property.secret ?? false,
    advanced: property['ui:advanced'] ?? false,
    defaultValue: property.default,
    options: property.enum,
    minimum: property.minimum,
    maximum: property.maximum,
    minLength: property.minLength,
    maxLength: property.maxLength,
    pattern: property.pattern,
    format: property.format,
    itemType: property.items?.type,
  }));
}
