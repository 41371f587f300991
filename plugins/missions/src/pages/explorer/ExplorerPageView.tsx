import { useRef, type ClipboardEvent, type KeyboardEvent } from 'react';
import { Button, ButtonLink, SearchField, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { MissionList } from '@mission-control/plugin-missions-common';
import {
  EmptyState,
  StateGate,
  useHotkeys,
} from '@mission-control/plugin-missions-react';
import { PageHead } from '../../shell/PageHead';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { useRowKeys } from '../../shell/useRowKeys';
import { missionsTranslationRef } from '../../translation';
import { SuggestionPanel } from '../runs/SuggestionPanel';
import { Facets } from './Facets';
import { MissionCard } from './MissionCard';
import { ProblemList } from './ProblemList';
import { isFiltered, parseExplorerQuery } from './explorerQuery';
import { pastedText } from './pastedText';
import type { ExplorerPage } from './useExplorerPage';
import styles from './Explorer.module.css';

export interface ExplorerPageViewProps {
  page: ExplorerPage;
  routes: MissionsRoutes;
}

/** What can I do here? Search first, facets at the left, cards. */
export function ExplorerPageView({ page, routes }: ExplorerPageViewProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const search = useRef<HTMLInputElement | null>(null);
  const root = useRef<HTMLDivElement>(null);
  useHotkeys({ '/': () => search.current?.focus() });
  const currentId = useRowKeys(root);
  const { query, setQuery, missions } = page;
  const facets = missions.kind === 'ready' ? missions.data.facets : undefined;

  return (
    <>
      <PageHead
        title={t('explorer.title')}
        polled={[missions]}
        actions={
          <ButtonLink variant="secondary" href={routes.actions()}>
            {t('actions.title')}
          </ButtonLink>
        }
      />
      <SearchField
        onPaste={paste}
        onKeyDown={leave}
        ref={node => {
          search.current = node?.querySelector('input') ?? null;
        }}
        className={styles.search}
        aria-label={t('explorer.searchLabel')}
        placeholder={t('explorer.searchPlaceholder')}
        value={query.q}
        onChange={q => setQuery({ ...query, q })}
      />
      <ProblemList problems={page.problems} />
      {!isFiltered(query) && page.suggestions.length > 0 && (
        <div className={styles.suggested}>
          <SuggestionPanel
            title={t('explorer.suggested')}
            suggestions={page.suggestions}
            routes={routes}
          />
        </div>
      )}
      <div className={styles.layout} ref={root}>
        <aside aria-label={t('explorer.searchLabel')}>
          <Facets
            query={query}
            facets={facets}
            failed={missions.kind === 'error' || missions.kind === 'denied'}
            onChange={setQuery}
          />
        </aside>
        <section>
          <StateGate
            state={missions}
            loadingLabel={t('explorer.loading')}
            errorMeaning={t('explorer.errorMeaning')}
          >
            {renderCards}
          </StateGate>
        </section>
      </div>
    </>
  );

  /** Escape empties the search, and from an empty one goes back to the list and its keys. */
  function leave({ key }: Pick<KeyboardEvent, 'key'>) {
    if (key === 'Escape' && query.q === '') {
      search.current?.blur();
    }
  }

  /** A search box would join the lines of what is pasted into one word. */
  function paste(event: ClipboardEvent<HTMLElement>) {
    const text = event.clipboardData.getData('text');
    const input = search.current;
    if (!input || !text.includes('\n')) {
      return;
    }
    event.preventDefault();
    const { value, selectionStart, selectionEnd } = input;
    const before = value.slice(0, selectionStart ?? value.length);
    const after = value.slice(selectionEnd ?? value.length);
    setQuery({ ...query, q: `${before}${pastedText(text)}${after}` });
  }

  function renderCards(list: MissionList) {
    const clear = () => setQuery(parseExplorerQuery(new URLSearchParams()));
    if (list.items.length === 0) {
      return isFiltered(query) ? (
        <EmptyState
          title={t('explorer.emptyTitle')}
          action={<Button onPress={clear}>{t('explorer.clear')}</Button>}
        >
          {t(query.q ? 'explorer.emptyTextWords' : 'explorer.emptyText')}
        </EmptyState>
      ) : (
        <EmptyState title={t('explorer.noneTitle')}>
          {t('explorer.noneText')}
        </EmptyState>
      );
    }
    return (
      <>
        <div className={styles.count} role="status">
          <Text as="h2" variant="title-x-small">
            {list.items.length < list.total
              ? t('explorer.countShown', {
                  shown: String(list.items.length),
                  count: list.total,
                })
              : t('explorer.count', { count: list.total })}
          </Text>
          {isFiltered(query) && (
            <Button size="small" variant="tertiary" onPress={clear}>
              {t('explorer.clear')}
            </Button>
          )}
        </div>
        <ul className={styles.cards}>
          {list.items.map(mission => (
            <li
              key={mission.ref}
              data-row-id={mission.ref}
              data-current={mission.ref === currentId || undefined}
            >
              <MissionCard
                mission={mission}
                href={routes.mission(mission.ref)}
              />
            </li>
          ))}
        </ul>
        {page.more && (
          <Button variant="secondary" onPress={page.more}>
            {t('explorer.more')}
          </Button>
        )}
      </>
    );
  }
}
