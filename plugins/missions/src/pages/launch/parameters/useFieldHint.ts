import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { missionsTranslationRef } from '../../../translation';
import type { ParameterRow } from '../../mission/parameterRows';
import { useRuleWords } from '../../mission/useRuleWords';
import { jsonExample } from './jsonExample';
import { hasNumbers, parameterKind } from './parameterValue';

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
        return t('launch.hintJson', { example: jsonExample(row.schema) });
      default:
        return '';
    }
  }
}
