import { useSearchParams } from 'react-router-dom';
import { AccordionGroup, SearchField, Text } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ActionDescription } from '@mission-control/plugin-missions-common';
import {
  EmptyState,
  missionsApiRef,
  StateGate,
  usePolled,
} from '@mission-control/plugin-missions-react';
import { PageHead } from '../../shell/PageHead';
import { missionsTranslationRef } from '../../translation';
import { ActionEntry } from './ActionEntry';
import styles from './Actions.module.css';

const KINDS = ['action', 'check'] as const;

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
          return (
            <>
              <div role="status" className={styles.count}>
                {t('actions.count', {
                  shown: String(found.length),
                  total: String(actions.length),
                })}
              </div>
              {found.length === 0 && <EmptyState title={t('actions.none')} />}
              {KINDS.map(kind => (
                <Kind
                  key={kind}
                  title={t(`actions.${kind}s`)}
                  actions={found.filter(action => action.kind === kind)}
                />
              ))}
            </>
          );
        }}
      </StateGate>
    </>
  );
}

function Kind({
  title,
  actions,
}: {
  title: string;
  actions: readonly ActionDescription[];
}) {
  if (actions.length === 0) {
    return null;
  }
  return (
    <section className={styles.kind} aria-label={title}>
      <Text as="h2" variant="title-x-small">
        {title}
      </Text>
      <AccordionGroup allowsMultiple>
        {actions.map(action => (
          <ActionEntry key={action.id} action={action} />
        ))}
      </AccordionGroup>
    </section>
  );
}
