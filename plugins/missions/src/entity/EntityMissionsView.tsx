import { Button, ButtonLink, Link, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  runCreatePermission,
  type MissionSummary,
  type RunSummary,
} from '@mission-control/plugin-missions-common';
import {
  DemoMark,
  EmptyState,
  Panel,
  RelativeTime,
  StatusMark,
} from '@mission-control/plugin-missions-react';
import { usePermitted } from '../shell/usePermitted';
import { useRunWords } from '../shell/useRunWords';
import { WithReason } from '../shell/WithReason';
import { missionsTranslationRef } from '../translation';
import type { EntityDemo } from './demoOf';
import type { EntityFill } from './entityFill';
import type { EntityMission } from './useEntityMissions';
import styles from './EntityMissions.module.css';

/** Backstage's own annotations, as they stand in a catalog file. */
const ANNOTATIONS = `metadata:
  annotations:
    backstage.io/kubernetes-cluster: staging
    backstage.io/kubernetes-namespace: shop`;

/** Where nobody knows what the mission takes. */
const NOTHING: EntityFill = { clusters: [], parameters: {} };

export interface EntityMissionsViewProps {
  /** Those first that take most of the entity. */
  missions: readonly EntityMission[];
  runs: readonly RunSummary[];
  /** The entity says on which cluster it runs. */
  located: boolean;
  /** Clusters that the entity names, and nobody knows. */
  unknown?: readonly string[];
  /** Demo clusters among those that are meant; undefined: none is. */
  demo?: EntityDemo;
  launchHref(ref: string, fill: EntityFill): string;
  runHref(runId: string): string;
}

/** The tab of an entity: what can be done here, and what was done. */
export function EntityMissionsView(props: EntityMissionsViewProps) {
  const { missions, runs, located, demo, launchHref, runHref } = props;
  const { unknown = [] } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const runWords = useRunWords();
  const starting = usePermitted(
    runCreatePermission,
    missions.map(({ mission }) => mission.ref),
  );
  return (
    <div className={styles.columns}>
      <Panel
        padded
        title={t('entity.missionsTitle')}
        actions={demo && <DemoMark only={demo.only} />}
      >
        {!located && (
          <div className={styles.hint} role="note">
            <p>{t('entity.noAnnotations')}</p>
            <pre>{ANNOTATIONS}</pre>
          </div>
        )}
        {missions.length === 0 && (
          <EmptyState title={t('entity.missionsNone')} />
        )}
        <ul className={styles.list}>
          {missions.map(({ mission, fill }) => (
            <li key={mission.ref}>
              <div>
                <Text weight="bold">{mission.title}</Text>
                <Text as="p" color="secondary">
                  {mission.description}
                </Text>
                {fill && <p className={styles.fills}>{fillWords(fill)}</p>}
              </div>
              {launch(mission, fill)}
            </li>
          ))}
        </ul>
      </Panel>
      <Panel padded title={t('entity.runsTitle')}>
        {runs.length === 0 && <EmptyState title={t('entity.runsNone')} />}
        <ul className={styles.list}>
          {runs.map(run => (
            <li key={run.id}>
              <Link href={runHref(run.id)}>{run.title}</Link>
              {run.demo && <DemoMark compact />}
              <StatusMark tone={runWords.tone(run)}>
                {runWords.word(run)}
              </StatusMark>
              <RelativeTime date={run.createdAt} />
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );

  function launch(mission: MissionSummary, fill: EntityFill = NOTHING) {
    const look = { size: 'small', variant: 'secondary' } as const;
    const name = `${t('entity.launch')} ${mission.title}`;
    return starting.denied(mission.ref) ? (
      <WithReason
        reason={t('shell.denied', { permission: runCreatePermission.name })}
      >
        <Button {...look} isDisabled aria-label={name}>
          {t('entity.launch')}
        </Button>
      </WithReason>
    ) : (
      <ButtonLink
        {...look}
        href={launchHref(mission.ref, fill)}
        aria-label={name}
      >
        {t('entity.launch')}
      </ButtonLink>
    );
  }

  function clusterWords(cluster: string): string {
    return unknown.includes(cluster)
      ? t('entity.unknownCluster', { cluster })
      : cluster;
  }

  function fillWords({ clusters, parameters }: EntityFill): string {
    const what = [
      ...(clusters.length === 0
        ? []
        : [
            t('entity.fillsClusters', {
              count: clusters.length,
              clusters: clusters.map(clusterWords).join(', '),
            }),
          ]),
      ...Object.entries(parameters).map(([name, value]) => `${name} ${value}`),
    ];
    return what.length === 0
      ? t('entity.fillsNothing')
      : t('entity.fills', { what: what.join(' · ') });
  }
}
