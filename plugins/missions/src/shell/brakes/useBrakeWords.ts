import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  personName,
  type Freeze,
} from '@mission-control/plugin-missions-common';
import { missionsTranslationRef } from '../../translation';

/** What freezes say, for titles and sentences. */
export function useBrakeWords() {
  const { t } = useTranslationRef(missionsTranslationRef);
  return {
    /** Such as `Writes are frozen in production`. */
    frozen: ({ scope, name = '' }: Partial<Pick<Freeze, 'scope' | 'name'>>) =>
      scope === undefined || scope === 'instance'
        ? t('brake.instance')
        : t(`brake.${scope}`, { name }),
    /** Such as `“Black Friday”, by jane`. */
    because: ({ reason = '', by = '' }: { reason?: string; by?: string }) =>
      t('brake.because', { reason, by: personName(by) }),
  };
}
