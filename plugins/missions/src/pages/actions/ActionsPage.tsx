import { useSearchParams } from 'react-router-dom';
import { SearchField, Text } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  EmptyState,
  missionsApiRef,
  StateGate,
  usePolled,
} from '@mission-control/plugin-missions-react';
import { PageHead } from '../../shell/PageHead';
import { missionsTranslationRef } from '../../translation';
import { ActionEntry } from './ActionEntry';

/** The catalogue of registered actions and checks. */
export function ActionsPage() {
  const api = useApi(missionsApiRef);
  const { t } = useTranslationRef(missionsTranslationRef);
  const [params, setParams] = useSearchParams();
  const words = params.get('q') ?? '';
  const state = usePolled(() => api.listActions(), { key: 'actions' });
  return (
    <>
      <PageHead title={t('actions.title')} meta={[t('actions.intro')]} />
      <SearchField
        aria-label={t('actions.search')}
        value={words}
        onChange={q => setParams(q ? { q } : {}, { replace: true })}
      />
      <StateGate state={state} loadingLabel={t('actions.loading')}>
        {actions => {
          const found = actions.filter(({ id, description }) =>
            `${id} ${description}`.toLowerCase().includes(words.toLowerCase()),
          );
          return found.length === 0 ? (
            <EmptyState title={t('actions.none')} />
          ) : (
            <>
              <div role="status">
                <Text as="h2" variant="title-x-small">
                  {t('actions.count', {
                    shown: String(found.length),
                    total: String(actions.length),
                  })}
                </Text>
              </div>
              {found.map(action => (
                <ActionEntry
                  key={`${action.kind} ${action.id}`}
                  action={action}
                />
              ))}
            </>
          );
        }}
      </StateGate>
    </>
  );
}
