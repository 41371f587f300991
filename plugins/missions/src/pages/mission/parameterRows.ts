import {
  holdsSecret,
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
  /** It is secret, or a part of it is. */
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
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const whole: ParameterSchema = { type: 'string', ...property };
    return {
      name,
      title: visibleText(property.title ?? name),
      description: property.description && visibleText(property.description),
      type: property.type ?? 'string',
      required: schema.required?.includes(name) ?? false,
      advanced: property['ui:advanced'] === true,
      defaultValue: property.default,
      options: property.enum,
      itemType: property.items?.type,
      secret: holdsSecret(whole),
      schema: whole,
    };
  });
}
