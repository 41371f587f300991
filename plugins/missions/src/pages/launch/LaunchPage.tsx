import { useNavigate, useParams } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  clusterUsePermission,
  type CreateRunRequest,
  type PreflightRequest,
} from '@mission-control/plugin-missions-common';
import { missionsApiRef } from '@mission-control/plugin-missions-react';
import { PageGate } from '../../shell/PageGate';
import { useMissingPermission } from '../../shell/useMissingPermission';
import { useRequestKey } from '../../shell/useRequestKey';
import { usePermitted } from '../../shell/usePermitted';
import { useMissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import { LaunchPageView } from './LaunchPageView';
import { formProblems, sentParameters } from './parameters/parameterProblem';
import { hasPattern } from './parameters/withoutPatterns';
import { useFitness } from './useFitness';
import { useLaunchData, useLaunchForm, type LaunchData } from './useLaunchPage';
import { refusedPlan, usePlanPreview } from './usePlanPreview';
import { useStart } from './useStart';

/** Starts a mission, or enables an orbit. */
export function LaunchPage() {
  const { source = '', name = '' } = useParams();
  const { t } = useTranslationRef(missionsTranslationRef);
  const routes = useMissionsRoutes();
  const state = useLaunchData(`${source}/${name}`);
  return (
    <PageGate
      title={t('mission.missing')}
      crumbs={[{ label: t('mission.crumbExplorer'), href: routes.explorer() }]}
      state={state}
      loadingLabel={t('launch.loading')}
      errorMeaning={t('launch.errorMeaning')}
    >
      {data => <ReadyLaunchPage key={data.mission.ref} data={data} />}
    </PageGate>
  );
}

function ReadyLaunchPage({ data }: { data: LaunchData }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const api = useApi(missionsApiRef);
  const routes = useMissionsRoutes();
  const navigate = useNavigate();
  const form = useLaunchForm(data);
  const { mission, rule, rows } = data;
  const problems = formProblems(rows, form.values);
  const isFilledIn = Object.keys(problems).length === 0;
  const request = {
    missionRef: mission.ref,
    parameters: sentParameters(rows, form.values),
    targets: rule.needed ? form.targets : [],
  };
  const missing = useMissingPermission(mission.ref)(mission.type);
  const using = usePermitted(
    clusterUsePermission,
    request.targets.map(({ cluster }) => cluster),
  );
  const unusable = request.targets
    .map(({ cluster }) => cluster)
    .filter(using.denied);
  const noRight =
    unusable.length > 0
      ? t('shell.deniedOn', {
          clusters: unusable.join(', '),
          permission: clusterUsePermission.name,
        })
      : undefined;
  const mayAsk = using.known && unusable.length === 0;
  const fitness = useFitness(
    mayAsk ? fitnessQuestion(data, request, isFilledIn) : undefined,
  );
  const body: CreateRunRequest = {
    ...request,
    missionVersion: mission.version,
    trigger: form.entity
      ? { kind: 'entity', entityRef: form.entity }
      : { kind: 'page' },
  };
  const plan = usePlanPreview(body);
  const withKey = useRequestKey();
  const start = useStart(request, async () => {
    if (mission.type === 'orbit') {
      const orbit = await withKey(request, key =>
        api.createOrbit(request, key),
      );
      navigate(routes.orbit(orbit.id));
      return;
    }
    const run = await withKey(body, key => api.createRun(body, key));
    navigate(routes.run(run.id));
  });

  const showPlan = () => {
    start.clear();
    return plan.show();
  };

  return (
    <LaunchPageView
      data={data}
      form={form}
      fitness={fitness}
      plan={{ ...plan, show: showPlan }}
      problems={problems}
      parameters={request.parameters}
      refused={
        start.refused
          ? { ...start.refused, sent: start.refused.sent.parameters }
          : refusedPlan(plan.preview)
      }
      link={window.location.href}
      explorerHref={routes.explorer()}
      missionHref={routes.mission(mission.ref)}
      noRight={noRight}
      refusal={
        (missing && t('shell.denied', { permission: missing })) || noRight
      }
      start={start}
    />
  );
}

/**
 * What to ask of the clusters. Those that only the missions of a sequence name
 * are not known before it is filled in, and what is not is refused everywhere.
 * Until then, and with none chosen, it is only asked about values with rules
 * that this page cannot check.
 */
function fitnessQuestion(
  { mission, rule, rows }: LaunchData,
  { targets, ...request }: PreflightRequest,
  isFilledIn: boolean,
): PreflightRequest | undefined {
  const ofOthers = mission.type === 'sequence' && !rule.needed;
  const isWorthAsking =
    (isFilledIn && (ofOthers || targets?.length !== 0)) ||
    rows.some(
      ({ name, schema }) =>
        hasPattern(schema) && Object.hasOwn(request.parameters ?? {}, name),
    );
  const question = ofOthers ? request : { ...request, targets };
  return isWorthAsking ? question : undefined;
}
