import { useEffect, useRef, useState } from 'react';
import { Button, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  CopyButton,
  ErrorState,
  LoadingState,
  Banner,
  PlanView,
  type MissionsApiError,
} from '@mission-control/plugin-missions-react';
import { DemoNote } from '../../shell/DemoNote';
import { PageHead } from '../../shell/PageHead';
import { PlanExport } from '../../shell/PlanExport';
import { useScheduleWords } from '../../shell/useScheduleWords';
import { WithReason } from '../../shell/WithReason';
import { missionsTranslationRef } from '../../translation';
import { ApprovalSection } from './ApprovalSection';
import type { ClusterRow } from './ClusterRow';
import { ClusterSection } from './ClusterSection';
import { fieldErrors, type RefusedRequest } from './parameters/fieldErrors';
import { LinkProblems } from './LinkProblems';
import { LaunchBar } from './LaunchBar';
import { LaunchSection } from './LaunchSection';
import { OpenPoints } from './OpenPoints';
import type { ParameterProblems } from './parameters/parameterProblem';
import {
  ParameterSection,
  type WantedField,
} from './parameters/ParameterSection';
import { fitsRule, misfitRole } from './targetRule';
import type { FitnessState } from './useFitness';
import type { LaunchData, LaunchForm } from './useLaunchPage';
import { isWhole, type PlanPreviewState } from './usePlanPreview';
import styles from './Launch.module.css';

export interface LaunchPageViewProps {
  data: LaunchData;
  form: LaunchForm;
  fitness: FitnessState;
  plan: PlanPreviewState;
  /** What is wrong with what was filled in. */
  problems: ParameterProblems;
  /** What was filled in, as it is sent. */
  parameters: Record<string, unknown>;
  /** The last request for a plan or a start, where it was refused. */
  refused?: RefusedRequest;
  /** The address of this page with what was filled in. */
  link: string;
  explorerHref: string;
  missionHref: string;
  /** Why the person who looks may not ask the chosen clusters. */
  noRight?: string;
  /** Why the person who looks may not start it. */
  refusal?: string;
  start: { pending: boolean; error?: MissionsApiError; run(): void };
}

/** Parameters → clusters → plan → approval, and the one button. */
export function LaunchPageView(props: LaunchPageViewProps) {
  const { data, form, fitness, plan, link, start } = props;
  const { problems, parameters, refused } = props;
  const { explorerHref, missionHref, noRight } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const scheduleWords = useScheduleWords();
  const { mission, clusters, rows, rule } = data;
  const orbit = mission.type === 'orbit';
  const inOrder = [...rows].sort(
    (one, other) => Number(one.advanced) - Number(other.advanced),
  );
  const refusedFields = fieldErrors(refused, rows, parameters);
  // What the clusters were not even asked for is said at the field alone.
  const unaskedFields = fieldErrors(fitness.refused, rows, parameters);
  const isUnasked = Object.keys(unaskedFields).length > 0;
  // What was said of a value that is not sent is about none.
  const allProblems = { ...unaskedFields, ...refusedFields, ...problems };
  const open = inOrder.flatMap(row => {
    const problem = allProblems[row.name];
    return problem ? [{ row, problem }] : [];
  });
  const firstWrong = inOrder.find(({ name }) => refusedFields[name]);
  const [wanted, setWanted] = useState<WantedField>();
  const refusal = useRef<MissionsApiError>();
  useEffect(() => {
    // Once for each refusal: what is typed after it moves nobody.
    if (refused && refusal.current !== refused.error) {
      refusal.current = refused.error;
      setWanted(firstWrong && { name: firstWrong.name });
    }
  }, [refused, firstWrong]);
  const chosen = form.targets.map(target => target.cluster);
  const clustersDone = fitsRule(rule, form.targets);
  const reached = rule.needed ? [] : reachedRows(fitness, clusters);
  const planDone =
    plan.preview.kind === 'ready' && !plan.old && isWhole(plan.preview);
  const openPoints = mission.openPoints ?? [];
  const draft = mission.lifecycle === 'draft' || openPoints.length > 0;

  return (
    <>
      <PageHead
        crumbs={[
          { label: t('launch.crumbExplorer'), href: explorerHref },
          { label: mission.title, href: missionHref },
        ]}
        title={t(orbit ? 'launch.titleOrbit' : 'launch.title', {
          mission: mission.title,
        })}
        meta={[t('launch.nothingChanged')]}
        actions={<CopyButton text={link} label={t('launch.copyLink')} />}
      />
      <DemoNote text={form.demo?.description} />
      {draft && <OpenPoints points={openPoints} />}
      <ol className={styles.sections}>
        <LaunchSection
          number={1}
          done={open.length === 0}
          title={t('launch.stepParameters')}
        >
          <LinkProblems form={form} />
          <ParameterSection
            rows={rows}
            values={form.values}
            problems={allProblems}
            wanted={wanted}
            onChange={form.setValue}
          />
        </LaunchSection>
        <LaunchSection
          number={2}
          done={clustersDone && form.unknown.length === 0}
          title={t('launch.stepClusters')}
          aside={rule.needed && chosenText()}
          actions={
            (rule.needed || reached.length > 0) && (
              <WithReason reason={noRight}>
                <Button
                  size="small"
                  variant="secondary"
                  isDisabled={
                    noRight !== undefined ||
                    (rule.needed && chosen.length === 0)
                  }
                  isPending={fitness.checking}
                  onPress={fitness.checkAgain}
                >
                  {t('launch.checkAgain')}
                </Button>
              </WithReason>
            )
          }
        >
          {isUnasked && (rule.needed || mission.type === 'sequence') && (
            <Text as="p" color="secondary">
              {t('launch.fitnessParameters')}
            </Text>
          )}
          {fitness.error && !isUnasked && (
            <ErrorState
              error={fitness.error}
              meaning={t('launch.fitnessErrorMeaning')}
              retry={fitness.checkAgain}
            />
          )}
          {rule.needed ? (
            <ClusterSection
              clusters={clusters}
              roles={rule.roles}
              targets={form.targets}
              unknown={form.unknown}
              fitness={fitness.byCluster}
              checking={fitness.checking}
              readsOnly={orbit}
              onToggle={form.toggle}
              onRemove={form.remove}
            />
          ) : (
            <>
              <Text as="p" color="secondary">
                {noClusterText()}
              </Text>
              {reached.length > 0 && (
                <ClusterSection
                  clusters={reached}
                  roles={[]}
                  targets={[]}
                  fitness={fitness.byCluster}
                  checking={fitness.checking}
                />
              )}
            </>
          )}
        </LaunchSection>
        {!orbit && (
          <LaunchSection
            number={3}
            done={planDone}
            title={t('launch.stepPlan')}
            actions={
              plan.preview.kind === 'ready' && (
                <PlanExport runId={plan.preview.run.id} />
              )
            }
          >
            {renderPlan()}
          </LaunchSection>
        )}
        <LaunchSection
          number={orbit ? 3 : 4}
          done={false}
          title={t(orbit ? 'launch.stepSchedule' : 'launch.stepApproval')}
        >
          {orbit ? (
            <Text>
              {t('launch.cadence', {
                schedule: scheduleWords(mission.spec.schedule ?? {}),
              })}
            </Text>
          ) : (
            <ApprovalSection spec={mission.spec} />
          )}
        </LaunchSection>
      </ol>
      {start.error && (
        <ErrorState
          error={start.error}
          meaning={t('launch.startErrorMeaning')}
        />
      )}
      <LaunchBar
        orbit={orbit}
        open={open}
        onGoTo={name => setWanted({ name })}
        clustersDone={clustersDone}
        min={rule.min}
        max={rule.max}
        misfit={misfitRole(rule, form.targets)}
        clusters={rule.needed ? chosen.length : 0}
        unknown={form.unknown}
        plan={plan}
        draft={draft}
        refusal={props.refusal}
        pending={start.pending}
        onStart={start.run}
      />
    </>
  );

  function chosenText() {
    const counts = {
      chosen: String(chosen.length),
      total: String(clusters.length),
    };
    return form.unknown.length === 0
      ? t('launch.pickClusters', counts)
      : t('launch.pickUnknown', {
          ...counts,
          unknown: String(form.unknown.length),
        });
  }

  function noClusterText() {
    if (mission.type !== 'sequence') {
      return t('launch.noCluster');
    }
    return t(fitness.checking ? 'launch.checking' : 'launch.noClusterSequence');
  }

  function renderPlan() {
    const { preview, old } = plan;
    switch (preview.kind) {
      case 'none':
        return <Text color="secondary">{t('launch.planHint')}</Text>;
      case 'planning':
        return <LoadingState label={t('launch.planPending')} />;
      case 'failed':
        // What was said of another choice is not said of this one.
        return old ? (
          <Text color="secondary">{t('launch.planHint')}</Text>
        ) : (
          <ErrorState
            error={preview.error}
            meaning={t('launch.planErrorMeaning')}
            retry={plan.show}
          />
        );
      default:
        return (
          <>
            {old && <Banner tone="warn" title={t('launch.planOld')} />}
            {!isWhole(preview) && (
              <Banner tone="fail" title={t('launch.planBlocked')}>
                {preview.run.reason}
              </Banner>
            )}
            <PlanView plan={preview.plan} incomplete={!isWhole(preview)} />
          </>
        );
    }
  }
}

/** Clusters that only the missions of a sequence name. */
function reachedRows(
  { byCluster }: FitnessState,
  clusters: LaunchData['clusters'],
): ClusterRow[] {
  return Object.values(byCluster).map(
    ({ cluster, version }) =>
      clusters.find(({ name }) => name === cluster.name) ?? {
        ...cluster,
        title: cluster.title ?? cluster.name,
        environment: cluster.environment ?? '',
        version,
        writable: true,
      },
  );
}
