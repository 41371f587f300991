import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { missionsTranslationRef } from '../../translation';
import type { ParameterRow } from '../mission/parameterRows';
import { useRuleWords } from '../mission/useRuleWords';
import { hasNumbers, parameterKind } from './parameterValue';

/** Examples of JSON, by the type of what a list holds. */
const LIST_EXAMPLES: Readonly<Record<string, string>> = {
  object: '[{"key": "value"}]',
  boolean: '[true, false]',
  array: '[["a"], ["b"]]',
};

const OBJECT_EXAMPLE = '{"key": "value"}';

/** How a field is filled in, and what is allowed there; empty where the field shows it. */
export function useFieldHint(): (row: ParameterRow) => string {
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useRuleWords();
  return row => {
    const kind = parameterKind(row);
    if (kind === 'switch' || kind === 'choice') {
      return '';
    }
    const limits = words.limits(row.schema);
    return [howTo(row), limits && t('launch.hintLimits', { limits })]
      .filter(Boolean)
      .join(' ');
  };

  function howTo(row: ParameterRow): string {
    const { items } = row.schema;
    switch (parameterKind(row)) {
      case 'lines':
        return items && hasNumbers(row)
          ? t('launch.hintNumbers', { type: words.type(items) })
          : t('launch.hintLines');
      case 'json':
        return t('launch.hintJson', {
          example: LIST_EXAMPLES[row.itemType ?? ''] ?? OBJECT_EXAMPLE,
        });
      default:
        return '';
    }
  }
}
