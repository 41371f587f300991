import { Card, CardBody, Link, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  MissionSummary,
  VerificationRecord,
} from '@mission-control/plugin-missions-common';
import {
  RelativeTime,
  StatusMark,
} from '@mission-control/plugin-missions-react';
import { newestFirst } from '../../shell/newestFirst';
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
  const { runs, match } = mission;
  const verification = newestFirst(mission.verification);
  const [endorsement] = verification;
  const seconds = runs.medianSeconds;
  const time = () => {
    if (seconds === undefined) {
      return t('explorer.effortUnknown');
    }
    return seconds < 60
      ? t('explorer.effortShort')
      : t('explorer.effort', { minutes: String(Math.round(seconds / 60)) });
  };
  const effort = () => {
    const number = runs.medianChanges;
    if (seconds === undefined || number === undefined) {
      return time();
    }
    const key = number === 1 ? 'explorer.changesOne' : 'explorer.changes';
    return number === 0
      ? t('explorer.changesNone', { effort: time() })
      : t(key, { effort: time(), number: String(number) });
  };
  const endorsed = ({ by, date }: VerificationRecord) => {
    const newest = date ? t('explorer.endorsedBy', { by, date }) : by;
    return verification.length > 1
      ? t('explorer.endorsedMore', {
          endorsed: newest,
          number: String(verification.length - 1),
        })
      : newest;
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
              {mission.demo && ` · ${t('explorer.worksInDemo')}`}
            </div>
          </div>
        </div>
        <Text as="p" color="secondary" className={styles.cardText}>
          {mission.description}
        </Text>
        {match && (
          <StatusMark tone="idle">{t('explorer.matched', match)}</StatusMark>
        )}
        <dl className={styles.cardFacts}>
          <dt>{t('explorer.rowEndorsed')}</dt>
          <dd>
            {endorsement ? endorsed(endorsement) : t('explorer.notVerified')}
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
