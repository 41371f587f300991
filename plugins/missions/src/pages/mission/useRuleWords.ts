import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  formatExample,
  visibleText,
  type ParameterSchema,
} from '@mission-control/plugin-missions-common';
import { missionsTranslationRef } from '../../translation';
import { wordOf } from '../launch/parameters/parameterValue';

/** The rule of a parameter in words; what is not bounded is not named. */
export interface RuleWords {
  /** Such as `text` or `list of whole numbers`. */
  type(schema: ParameterSchema): string;
  /** What of the type is allowed, such as `from 1 to 5`; empty: all of it. */
  limits(schema: ParameterSchema): string;
  /** The whole rule: type, whether it is required or secret, limits. */
  rule(schema: ParameterSchema, required: boolean): string;
}

/** The words that the form and the page of a mission share. */
export function useRuleWords(): RuleWords {
  const { t } = useTranslationRef(missionsTranslationRef);

  const several = (schema: ParameterSchema): string =>
    schema.items
      ? t('rule.several.listOf', { items: several(schema.items) })
      : t(`rule.several.${schema.type}`);

  const type = (schema: ParameterSchema): string =>
    schema.items
      ? t('rule.listOf', { items: several(schema.items) })
      : t(`rule.${schema.type}`);

  const limits = (schema: ParameterSchema): string =>
    [
      schema.enum &&
        t('rule.oneOf', {
          values: schema.enum.map(value => wordOf(value) || '""').join(', '),
        }),
      ...limitsOfNumber(schema),
      ...limitsOfText(schema),
      ...limitsOfList(schema),
      ...limitsOfObject(schema),
    ]
      .filter(Boolean)
      .join(', ');

  const rule = (schema: ParameterSchema, required: boolean): string =>
    [
      type(schema),
      required && t('rule.required'),
      schema.secret && t('rule.secret'),
      limits(schema),
    ]
      .filter(Boolean)
      .join(', ');

  return { type, limits, rule };

  function limitsOfNumber(schema: ParameterSchema) {
    const { exclusiveMinimum: over, exclusiveMaximum: under } = schema;
    const step = schema.multipleOf;
    return [
      range(schema.minimum, schema.maximum),
      over !== undefined && t('rule.above', { min: String(over) }),
      under !== undefined && t('rule.below', { max: String(under) }),
      step !== undefined && t('rule.multiple', { step: String(step) }),
    ];
  }

  function limitsOfText(schema: ParameterSchema) {
    const { minLength, maxLength, pattern, format } = schema;
    const length = range(minLength, maxLength);
    const count = maxLength ?? minLength ?? 0;
    return [
      length && t('rule.characters', { count, range: length }),
      format && t(`rule.format.${format}`, { example: formatExample(format) }),
      pattern && t('rule.pattern', { pattern: visibleText(pattern) }),
    ];
  }

  function limitsOfList({ minItems, maxItems, ...schema }: ParameterSchema) {
    const length = range(minItems, maxItems);
    const count = maxItems ?? minItems ?? 0;
    const each = schema.items ? limits(schema.items) : '';
    return [
      length && t('rule.entries', { count, range: length }),
      schema.uniqueItems && t('rule.unique'),
      each && t('rule.each', { limits: each }),
    ];
  }

  function limitsOfObject(schema: ParameterSchema) {
    const properties = Object.entries(schema.properties ?? {}).map(
      ([name, property]) =>
        t('rule.property', {
          name,
          rule: rule(property, schema.required?.includes(name) ?? false),
        }),
    );
    return properties.length === 0
      ? []
      : [
          schema.additionalProperties && t('rule.open'),
          t('rule.properties', { properties: properties.join(', ') }),
        ];
  }

  function range(min?: number, max?: number): string {
    if (min === undefined) {
      return max === undefined ? '' : t('rule.most', { max: String(max) });
    }
    if (max === undefined) {
      return t('rule.least', { min: String(min) });
    }
    return min === max
      ? t('rule.exactly', { min: String(min) })
      : t('rule.range', { min: String(min), max: String(max) });
  }
}
