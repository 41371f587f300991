import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { missionsTranslationRef } from '../../translation';

/** Names of clusters as a sentence has them: `dev, staging and prod-eu`. */
export function useNameList() {
  const { t } = useTranslationRef(missionsTranslationRef);
  return (names: readonly string[]): string => {
    const last = names[names.length - 1] ?? '';
    return names.length < 2
      ? last
      : t('run.listAnd', { first: names.slice(0, -1).join(', '), last });
  };
}
