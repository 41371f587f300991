import { Card, CardBody, Link, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { MissionSummary } from '@mission-control/plugin-missions-common';
import { RelativeTime } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import { MissionIcon } from './MissionIcon';
import styles from './Explorer.module.css';

export interface MissionCardProps {
  mission: MissionSummary;
  href: string;
}

const typeKeys = {
  install: 'explorer.typeInstall',
  fix: 'explorer.typeFix',
  orbit: 'explorer.typeOrbit',
  sequence: 'explorer.typeSequence',
} as const;

/** One mission of the Explorer. */
export function MissionCard({ mission, href }: MissionCardProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { runs, verification } = mission;
  const endorsement = verification?.[0];
  const seconds = runs.medianSeconds;
  const effort = () => {
    if (seconds === undefined) {
      return t('explorer.effortUnknown');
    }
    return seconds < 60
      ? t('explorer.effortShort')
      : t('explorer.effort', { minutes: String(Math.round(seconds / 60)) });
  };
  return (
    <Card className={styles.card}>
      <CardBody className={styles.cardBody}>
        <div className={styles.cardHead}>
          <MissionIcon title={mission.title} type={mission.type} />
          <div>
            <Text as="h3" variant="title-x-small">
              <Link href={href} standalone>
                {mission.title}
              </Link>
            </Text>
            <div className={styles.cardMeta}>
              {t(typeKeys[mission.type])}
              {mission.project?.maturity
                ? ` · CNCF ${mission.project.maturity}`
                : ''}
            </div>
          </div>
        </div>
        <Text as="p" color="secondary" className={styles.cardText}>
          {mission.description}
        </Text>
        <dl className={styles.cardFacts}>
          <dt>{t('explorer.rowEndorsed')}</dt>
          <dd>
            {endorsement
              ? t('explorer.endorsedBy', {
                  by: endorsement.by,
                  date: endorsement.date ?? '',
                })
              : t('explorer.notVerified')}
          </dd>
          <dt>{t('explorer.rowRuns')}</dt>
          <dd>
            {runs.total === 0
              ? t('explorer.runsNone')
              : t('explorer.runsOf', {
                  succeeded: String(runs.succeeded),
                  total: String(runs.total),
                })}
          </dd>
          <dt>{t('explorer.rowEffort')}</dt>
          <dd>{effort()}</dd>
          <dt>{t('explorer.rowLast')}</dt>
          <dd>
            {runs.lastAt ? (
              <RelativeTime date={runs.lastAt} />
            ) : (
              t('explorer.never')
            )}
          </dd>
        </dl>
      </CardBody>
    </Card>
  );
}
