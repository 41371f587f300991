import type { ReactElement } from 'react';
import { Card, CardBody, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  RiArrowGoBackLine,
  RiFocus2Line,
  RiSearchLine,
  RiShieldCheckLine,
} from '@remixicon/react';
import { missionsTranslationRef } from '../../translation';
import type { MissionPath, PathLine } from './missionPath';
import styles from './Mission.module.css';

export interface PathBlocksProps {
  path: MissionPath;
  /** An orbit looks instead of proving an outcome. */
  orbit: boolean;
}

/** Checks before → Steps → Proof → Way back, side by side. */
export function PathBlocks({ path, orbit }: PathBlocksProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  return (
    <ol className={styles.path} aria-label={t('mission.pathLabel')}>
      <Block
        icon={<RiSearchLine size={16} />}
        title={t('mission.checks')}
        hint={t('mission.checksHint')}
        lines={path.checks}
        none={t('mission.checksDerived')}
      />
      <Block
        icon={<RiFocus2Line size={16} />}
        title={t('mission.steps')}
        hint={t('mission.stepsHint')}
        lines={path.steps}
        none={t('mission.none')}
      />
      <Block
        icon={<RiShieldCheckLine size={16} />}
        title={t(orbit ? 'mission.proofOrbit' : 'mission.proof')}
        hint={t(orbit ? 'mission.proofOrbitHint' : 'mission.proofHint')}
        lines={path.proof}
        none={t(path.provenByRuns ? 'mission.proofByRuns' : 'mission.none')}
      />
      <Block
        icon={<RiArrowGoBackLine size={16} />}
        title={t('mission.back')}
        hint={path.back.length > 0 ? t('mission.backHint') : undefined}
        lines={path.back}
        none={t('mission.backNothing')}
      />
    </ol>
  );
}

interface BlockProps {
  icon: ReactElement;
  title: string;
  hint?: string;
  lines: readonly PathLine[];
  none: string;
}

function Block({ icon, title, hint, lines, none }: BlockProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  return (
    <li>
      <Card className={styles.block}>
        <CardBody className={styles.blockBody}>
          <div className={styles.blockHead}>
            <span aria-hidden="true">{icon}</span>
            <Text as="h2" variant="title-x-small">
              {title}
            </Text>
          </div>
          {hint && <p className={styles.hint}>{hint}</p>}
          {lines.length === 0 && <p className={styles.line}>{none}</p>}
          {lines.map(line => (
            <div key={line.id} className={styles.line}>
              <div>
                {line.title}
                {line.irreversible && (
                  <span
                    className={styles.irreversible}
                    title={line.irreversible}
                  >
                    {t('mission.irreversible')}
                  </span>
                )}
              </div>
              <code>{line.by}</code>
            </div>
          ))}
        </CardBody>
      </Card>
    </li>
  );
}
