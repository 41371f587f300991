import { Button, ButtonLink, Link, Text } from '@backstage/ui';
import { MarkdownContent } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { visibleText } from '@mission-control/plugin-missions-common';
import {
  Banner,
  CopyButton,
  Panel,
  RelativeTime,
  StatusMark,
  useStateWords,
} from '@mission-control/plugin-missions-react';
import { DemoTag, useDemoScope } from '../../shell/DemoTag';
import { DemoNote } from '../../shell/DemoNote';
import type { Polled } from '../../shell/PageAge';
import { PageHead } from '../../shell/PageHead';
import { ScrollArea } from '../../shell/ScrollArea';
import { WithReason } from '../../shell/WithReason';
import { missionDemo } from '../../shell/missionDemo';
import { newestFirst } from '../../shell/newestFirst';
import { shortId } from '../../shell/shortId';
import { useRunWords } from '../../shell/useRunWords';
import { missionsTranslationRef } from '../../translation';
import { MissionIcon } from '../explorer/MissionIcon';
import { WarningList } from '../explorer/WarningList';
import { missionPath } from './missionPath';
import { ParameterTable } from './ParameterTable';
import { parameterRows } from './parameterRows';
import { PathBlocks } from './PathBlocks';
import { TakenClusters } from './TakenClusters';
import { TouchTable } from './TouchTable';
import { VerificationPanel } from './VerificationPanel';
import type { MissionPage } from './useMissionPage';
import styles from './Mission.module.css';
import headStyles from './MissionHead.module.css';

export interface MissionPageViewProps {
  page: MissionPage;
  /** How old the page is. */
  polled: Polled;
  explorerHref: string;
  launchHref: string;
  /** The mission as it is now. */
  currentHref: string;
  /** The run whose version is shown. */
  ofRun?: string;
  /** Permission that the person who looks lacks to launch it. */
  missingPermission?: string;
  runsHref: string;
  runHref(runId: string): string;
}

/** What would it do, and why should I trust it? */
export function MissionPageView(props: MissionPageViewProps) {
  const { page, polled, explorerHref, launchHref, runsHref, runHref } = props;
  const { missingPermission, currentHref, ofRun } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useStateWords();
  const runWords = useRunWords();
  const { mission, actions, runs, old, gone, warnings } = page;
  const demo = missionDemo(mission, useDemoScope() === 'all');
  const openPoints = mission.openPoints ?? [];
  const orbit = mission.type === 'orbit';
  const records = newestFirst(mission.verification);
  const [endorsement] = records;

  return (
    <>
      <PageHead
        crumbs={[{ label: t('mission.crumbExplorer'), href: explorerHref }]}
        title={mission.title}
        polled={[polled]}
        mark={
          (mission.lifecycle === 'draft' || openPoints.length > 0) && (
            <StatusMark tone="warn" pill>
              {t('mission.draft')}
            </StatusMark>
          )
        }
        actions={action()}
      />
      <div className={headStyles.head}>
        <MissionIcon title={mission.title} type={mission.type} />
        <div className={headStyles.words}>
          <Text as="p" color="secondary">
            {mission.description}
          </Text>
          <ul className={headStyles.meta}>
            <li>{words.type(mission.type)}</li>
            {mission.project?.maturity && (
              <li>{`CNCF ${mission.project.maturity}`}</li>
            )}
            <li>
              {t('mission.version', { version: mission.version.slice(0, 7) })}
            </li>
            {mission.owner && (
              <li>
                {t('mission.owner')}{' '}
                <EntityRefLink entityRef={mission.owner} defaultKind="group" />
              </li>
            )}
            <li>
              {endorsement
                ? t('mission.endorsedBy', { by: endorsement.by })
                : t('mission.notVerified')}
            </li>
          </ul>
        </div>
      </div>

      {old && (
        <div className={headStyles.old}>
          <Banner
            tone="warn"
            title={t(gone ? 'mission.goneTitle' : 'mission.oldTitle', {
              version: mission.version.slice(0, 7),
            })}
          >
            {ofRun && (
              <>
                {t('mission.oldOf')}{' '}
                <Link href={runHref(ofRun)}>
                  {t('run.runLink', { id: shortId(ofRun) })}
                </Link>
                {'. '}
              </>
            )}
            {t(gone ? 'mission.goneText' : 'mission.oldText')}
          </Banner>
        </div>
      )}
      <DemoNote text={demo?.description} />
      <WarningList
        title={t('mission.warnings', { count: warnings.length })}
        warnings={warnings}
      />
      <PathBlocks path={missionPath(mission, actions)} orbit={orbit} />

      <div className={styles.columns}>
        <div className={styles.column}>
          <Panel padded title={t('mission.parameters')}>
            <ParameterTable rows={parameterRows(mission.spec)} />
          </Panel>
          <Panel padded title={t('mission.clusters')}>
            <TakenClusters mission={mission} />
          </Panel>
          <Panel padded title={t('mission.touches')} aside={touchesAside()}>
            <TouchTable
              touches={mission.touches ?? []}
              unknown={mission.touchesUnknown}
            />
          </Panel>
          {mission.readme && !old && (
            <Panel padded title={t('mission.readme')}>
              <MarkdownContent content={withoutTitle(mission.readme)} />
            </Panel>
          )}
        </div>
        <div className={styles.column}>
          {openPoints.length > 0 && (
            <Panel
              padded
              title={t('mission.openPoints')}
              aside={t('mission.openPointsHint')}
            >
              <ul className={styles.points}>
                {openPoints.map(({ path, message, remedy }) => (
                  <li key={`${path} ${message}`}>
                    <code>{path}</code> {message}
                    {remedy && <div className={styles.muted}>{remedy}</div>}
                  </li>
                ))}
              </ul>
            </Panel>
          )}
          <VerificationPanel records={records} />
          <Panel
            padded
            title={t(old ? 'mission.runsOld' : 'mission.runs')}
            actions={
              runs.length > 0 ? (
                <Link href={runsHref}>{t('mission.runsAll')}</Link>
              ) : undefined
            }
          >
            {runs.length === 0 ? (
              <Text color="secondary">
                {t(old ? 'mission.runsOldNone' : 'mission.runsNone')}
              </Text>
            ) : (
              <ul className={styles.runs}>
                {runs.map(run => (
                  <li key={run.id}>
                    <span>
                      <Link href={runHref(run.id)}>{run.title}</Link>{' '}
                      <DemoTag demo={run.demo} />
                    </span>
                    <StatusMark tone={runWords.tone(run)}>
                      {runWords.word(run)}
                    </StatusMark>
                    <span className={styles.muted}>
                      <RelativeTime date={run.createdAt} />
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </Panel>
          <Panel
            padded
            title={t('mission.source')}
            actions={
              <CopyButton
                text={mission.content}
                label={t('mission.copySource')}
              />
            }
          >
            <ScrollArea label={t('mission.source')} className={styles.source}>
              <pre>{visibleText(mission.content)}</pre>
            </ScrollArea>
          </Panel>
        </div>
      </div>
    </>
  );

  function touchesAside(): string | undefined {
    const { touches = [], touchesUnknown } = mission;
    if (touchesUnknown || touches.length === 0) {
      return undefined;
    }
    return touches.every(({ verbs }) => verbs.every(isRead))
      ? t('mission.touchesReads')
      : t('mission.touchesHint');
  }

  function action() {
    const launch = t(orbit ? 'mission.enable' : 'mission.launch');
    if (gone) {
      return undefined;
    }
    if (old) {
      return (
        <ButtonLink href={currentHref} variant="primary">
          {t('mission.toCurrent')}
        </ButtonLink>
      );
    }
    return missingPermission ? (
      <WithReason reason={t('shell.denied', { permission: missingPermission })}>
        <Button variant="primary" isDisabled>
          {launch}
        </Button>
      </WithReason>
    ) : (
      <ButtonLink href={launchHref} variant="primary">
        {launch}
      </ButtonLink>
    );
  }
}

/** Whether a verb of Kubernetes changes nothing. */
function isRead(verb: string): boolean {
  return ['get', 'list', 'watch'].includes(verb);
}

/** The page has the title already. */
function withoutTitle(readme: string): string {
  return readme.replace(/^\s*# .*\n/, '');
}
