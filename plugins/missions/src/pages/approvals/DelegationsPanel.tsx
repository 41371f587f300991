import { Button, Link } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  personName,
  type Delegation,
} from '@mission-control/plugin-missions-common';
import {
  ErrorState,
  Panel,
  PersonChip,
  RelativeTime,
  missionsApiRef,
  useAction,
  useDelegations,
} from '@mission-control/plugin-missions-react';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import styles from './Approvals.module.css';

/** What the reader handed over, and its end; nothing where that is nothing. */
export function DelegationsPanel({ routes }: { routes: MissionsRoutes }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const api = useApi(missionsApiRef);
  const handed = useDelegations();
  const refresh = handed.kind === 'ready' ? handed.refresh : undefined;
  const end = useAction(async (delegationId: string) => {
    await api.endDelegation(delegationId);
    await refresh?.();
  });
  if (handed.kind !== 'ready' || handed.data.length === 0) {
    const error = handed.kind === 'error' ? handed.error : end.error;
    return error ? <ErrorState error={error} /> : null;
  }
  return (
    <Panel className={styles.delegations} title={t('approvals.handed')}>
      {end.error && <ErrorState error={end.error} />}
      <p className={styles.note}>{t('approvals.handedNote')}</p>
      <ul className={styles.handed} aria-label={t('approvals.handed')}>
        {handed.data.map(delegation => (
          <li key={delegation.id}>
            <Words delegation={delegation} routes={routes} />
            <Button
              size="small"
              variant="secondary"
              isPending={end.pending}
              aria-label={t('approvals.handedEndOf', {
                to: personName(delegation.to),
              })}
              onPress={() => end.run(delegation.id)}
            >
              {t('approvals.handedEnd')}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface WordsProps {
  delegation: Delegation;
  routes: MissionsRoutes;
}

function Words({ delegation, routes }: WordsProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { to, until, comment, runId } = delegation;
  return (
    <div className={styles.words}>
      <PersonChip entityRef={to} />
      {until ? (
        <span>
          {t('approvals.handedUntil')} <RelativeTime due date={until} />
        </span>
      ) : (
        <span>{t('approvals.handedOnce')}</span>
      )}
      {runId && (
        <Link href={routes.run(runId)}>{t('approvals.handedRun')}</Link>
      )}
      {comment && <span className={styles.comment}>{comment}</span>}
    </div>
  );
}
