import { useEffect, useRef, useState } from 'react';
import { Button, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { MissionSpec } from '@mission-control/plugin-missions-common';
import {
  CopyButton,
  ErrorState,
  type MissionsApiError,
} from '@mission-control/plugin-missions-react';
import { DemoNote } from '../../shell/DemoNote';
import { PageHead } from '../../shell/PageHead';
import { useScheduleWords } from '../../shell/useScheduleWords';
import { WithReason } from '../../shell/WithReason';
import { missionsTranslationRef } from '../../translation';
import { BrakeNotice } from '../../shell/brakes/BrakeNotice';
import { ApprovalSection } from './ApprovalSection';
import type { ClusterRow } from './ClusterRow';
import { ClusterSection, type CheckColumn } from './ClusterSection';
import { fieldErrors, type RefusedRequest } from './parameters/fieldErrors';
import { LinkProblems } from './LinkProblems';
import { LaunchBar, type LaunchStart } from './LaunchBar';
import { LaunchSection } from './LaunchSection';
import { OpenPoints } from './OpenPoints';
import { PlanSection } from './PlanSection';
import { SecretNote } from './SecretNote';
import { StartError } from './StartError';
import type { ParameterProblems } from './parameters/parameterProblem';
import {
  ParameterSection,
  type WantedField,
} from './parameters/ParameterSection';
import { fitsRule, misfitRole } from './targetRule';
import type { FitnessState } from './useFitness';
import type { LaunchData, LaunchForm } from './useLaunchPage';
import { usePlanArrival } from './usePlanArrival';
import type { PlanPreviewState } from './usePlanPreview';
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
  start: LaunchStart;
}

/** Parameters → clusters → plan → approval, and the one button. */
export function LaunchPageView(props: LaunchPageViewProps) {
  const { data, form, fitness, link, start } = props;
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
  const isUnfilled = Object.keys(problems).length > 0;
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
  const isUnasked =
    Object.keys(unaskedFields).length > 0 || (isUnfilled && chosen.length > 0);
  const clustersDone = fitsRule(rule, form.targets);
  const picked = clusters.filter(({ name }) => chosen.includes(name));
  const reached = rule.needed ? [] : reachedRows(fitness, clusters);
  const arrival = usePlanArrival(props.plan, firstWrong !== undefined);
  const plan = {
    ...props.plan,
    show() {
      arrival.onAsked();
      return props.plan.show();
    },
  };
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
        meta={[t(start.lost ? 'launch.startLost' : 'launch.nothingChanged')]}
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
          <SecretNote titles={form.secrets} />
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
                    (rule.needed && (chosen.length === 0 || isUnfilled))
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
          {rule.needed ? (
            <ClusterSection
              clusters={clusters}
              roles={rule.roles}
              targets={form.targets}
              unknown={form.unknown}
              fitness={fitness.byCluster}
              checks={checksAsked()}
              note={clustersNote()}
              checking={fitness.checking}
              readsOnly={orbit}
              onToggle={form.toggle}
              onRemove={form.remove}
            />
          ) : (
            <>
              {isUnasked && mission.type === 'sequence' && (
                <Text as="p" color="secondary">
                  {t('launch.fitnessParameters')}
                </Text>
              )}
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
          {!orbit && <BrakeNotice clusters={rule.needed ? picked : reached} />}
          {fitness.error && !isUnasked && (
            <ErrorState
              error={fitness.error}
              meaning={t('launch.fitnessErrorMeaning')}
              retry={fitness.checkAgain}
            />
          )}
        </LaunchSection>
        {!orbit && (
          <PlanSection number={3} plan={plan} heading={arrival.heading} />
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
      <StartError error={start.error} atField={firstWrong !== undefined} />
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
        start={start}
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

  /** What every cluster is asked: known before there is an answer. */
  function checksAsked(): CheckColumn[] {
    const { preflight = [] } = mission.spec as Partial<MissionSpec>;
    return [
      { id: 'cluster-reachable', title: t('launch.reachable') },
      ...preflight.map(({ id, title = id }) => ({ id, title })),
    ];
  }

  /** In the place of how old the answers are: a line more would move rows. */
  function clustersNote() {
    if (isUnasked) {
      return t('launch.fitnessParameters');
    }
    return fitness.error && t('launch.fitnessUnknown');
  }

  function noClusterText() {
    if (mission.type !== 'sequence') {
      return t('launch.noCluster');
    }
    return t(fitness.checking ? 'launch.checking' : 'launch.noClusterSequence');
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
