import { Link } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Panel,
  RelativeTime,
  StatusMark,
  type Tone,
} from '@mission-control/plugin-missions-react';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import type { Suggestion, SuggestionGap } from './suggestions';
import styles from './Runs.module.css';

export interface SuggestionPanelProps {
  suggestions: readonly Suggestion[];
  /** Why not all is known that a suggestion could be made of. */
  unknown?: SuggestionGap;
  routes: MissionsRoutes;
  /** Of the panel; another one where it stands elsewhere. */
  title?: string;
}

const tones = {
  late: 'warn',
  waits: 'wait',
  failed: 'fail',
  never: 'idle',
  fix: 'idle',
} as const satisfies Record<Suggestion['kind'], Tone>;

const noneKeys = {
  none: 'runs.suggestedNone',
  unanswered: 'runs.suggestedUnknown',
  refused: 'runs.suggestedRefused',
} as const;

/** What somebody could do next, each with its reason. */
export function SuggestionPanel(props: SuggestionPanelProps) {
  const { suggestions, routes } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  return (
    <Panel title={props.title ?? t('runs.suggested')}>
      {suggestions.length === 0 ? (
        <p className={styles.none}>{t(noneKeys[props.unknown ?? 'none'])}</p>
      ) : (
        <ul className={styles.suggestions}>
          {suggestions.map(suggestion => (
            <li key={suggestion.id}>
              <Link href={hrefOf(suggestion)} weight="bold" standalone>
                {suggestion.title}
              </Link>
              <div className={styles.reason}>
                <StatusMark tone={tones[suggestion.kind]}>
                  {reasonOf(suggestion)}
                </StatusMark>
                <span className={styles.muted}>{timeOf(suggestion)}</span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );

  function hrefOf(suggestion: Suggestion): string {
    switch (suggestion.kind) {
      case 'late':
        return routes.orbit(suggestion.orbit.id);
      case 'never':
      case 'fix':
        return routes.mission(suggestion.mission.ref);
      default:
        return routes.run(suggestion.run.id);
    }
  }

  function reasonOf(suggestion: Suggestion): string {
    switch (suggestion.kind) {
      case 'late':
        return suggestion.orbit.state === 'down'
          ? t('runs.reasonDown')
          : t('runs.reasonLate');
      case 'waits':
        return t('runs.reasonWaits', {
          clusters: suggestion.clusters.join(', '),
        });
      case 'failed':
        return t('runs.reasonFailed', {
          clusters: suggestion.clusters.join(', '),
        });
      case 'fix':
        return t('runs.reasonFix', {
          reason: suggestion.reason,
          run: suggestion.run.title,
        });
      default:
        return t('runs.reasonNever', {
          clusters: suggestion.clusters.join(', '),
        });
    }
  }

  function timeOf(suggestion: Suggestion) {
    switch (suggestion.kind) {
      case 'late':
        return suggestion.since && <RelativeTime date={suggestion.since} />;
      case 'never':
        return (
          suggestion.checkedAt && (
            <>
              {t('runs.checked')} <RelativeTime date={suggestion.checkedAt} />
            </>
          )
        );
      default:
        return (
          <RelativeTime
            date={suggestion.run.finishedAt ?? suggestion.run.createdAt}
          />
        );
    }
  }
}
