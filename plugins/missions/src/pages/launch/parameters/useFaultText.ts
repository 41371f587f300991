import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  formatExample,
  visibleText,
  type ParameterFault,
} from '@mission-control/plugin-missions-common';
import { missionsTranslationRef } from '../../../translation';
import { faultMessages } from './messages';
import { wordOf } from './parameterValue';

const KEYWORDS = new Set(
  Object.keys(faultMessages).map(key => key.replace(/_(one|other)$/, '')),
);

/** Whether an answer names a rule that this page has words for. */
export function isKnownFault(fault: unknown): fault is ParameterFault {
  const keyword = (fault as Partial<ParameterFault> | null)?.keyword;
  return keyword !== undefined && KEYWORDS.has(keyword);
}

/** The rule that a value breaks, in words. */
export function useFaultText(): (fault: ParameterFault) => string {
  const { t } = useTranslationRef(missionsTranslationRef);
  return fault => {
    switch (fault.keyword) {
      case 'required':
      case 'uniqueItems':
        return t(`fault.${fault.keyword}`);
      case 'additionalProperties': {
        const { name, similar } = fault;
        return similar === undefined
          ? t('fault.additionalProperties', { name: visibleText(name) })
          : t('fault.similar', { name: visibleText(name), similar });
      }
      case 'type':
        return t(`fault.type.${fault.type}`);
      case 'enum':
        return t('fault.enum', {
          options: fault.options.map(wordOf).join(', '),
        });
      case 'minLength':
      case 'maxLength':
      case 'minItems':
      case 'maxItems':
        return t(`fault.${fault.keyword}`, {
          count: fault.limit,
          length: String(fault.length),
        });
      case 'pattern':
        return t(
          fault.limitMs === undefined ? 'fault.pattern' : 'fault.slowPattern',
          { pattern: visibleText(fault.pattern) },
        );
      case 'format':
        return t('fault.format', {
          format: t(`rule.format.${fault.format}`, {
            example: formatExample(fault.format),
          }),
        });
      default:
        return t(`fault.${fault.keyword}`, { limit: String(fault.limit) });
    }
  };
}
