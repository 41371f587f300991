import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { missionsTranslationRef } from '../../translation';
import { NO_CLUSTER } from '../../shell/noCluster';

/** Names of clusters as a sentence has them: `dev, staging and prod-eu`. */
export function useNameList() {
  const { t } = useTranslationRef(missionsTranslationRef);
  return (names: readonly string[]): string => {
    const words = names.map(name =>
      name === NO_CLUSTER ? t('run.noClusterName') : name,
    );
    const last = words[words.length - 1] ?? '';
    return words.length < 2
      ? last
      : t('run.listAnd', { first: words.slice(0, -1).join(', '), last });
  };
}
