import { useNavigate, useParams } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  clusterUsePermission,
  type CreateRunRequest,
  type PreflightRequest,
} from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  StateGate,
  useAction,
} from '@mission-control/plugin-missions-react';
import { useMissingPermission } from '../../shell/useMissingPermission';
import { usePermitted } from '../../shell/usePermitted';
import { useMissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import { LaunchPageView } from './LaunchPageView';
import { missingParameters } from './missingParameters';
import { useFitness } from './useFitness';
import { useLaunchData, useLaunchForm, type LaunchData } from './useLaunchPage';
import { usePlanPreview } from './usePlanPreview';
import { useRequestKey } from './useRequestKey';

/** Starts a mission, or enables an orbit. */
export function LaunchPage() {
  const { source = '', name = '' } = useParams();
  const { t } = useTranslationRef(missionsTranslationRef);
  const state = useLaunchData(`${source}/${name}`);
  return (
    <StateGate
      state={state}
      loadingLabel={t('launch.loading')}
      errorMeaning={t('launch.errorMeaning')}
    >
      {data => <ReadyLaunchPage key={data.mission.ref} data={data} />}
    </StateGate>
  );
}

function ReadyLaunchPage({ data }: { data: LaunchData }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const api = useApi(missionsApiRef);
  const routes = useMissionsRoutes();
  const navigate = useNavigate();
  const form = useLaunchForm(data);
  const { mission, rule, rows } = data;
  const request = {
    missionRef: mission.ref,
    parameters: withoutEmptyLines(form.values),
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
  const question =
    mission.type === 'sequence' && !rule.needed
      ? ofItsMissions(request, rows, form.values)
      : request;
  const fitness = useFitness(mayAsk ? question : undefined);
  const plan = usePlanPreview({
    ...request,
    missionVersion: mission.version,
    trigger: form.entity
      ? { kind: 'entity', entityRef: form.entity }
      : { kind: 'page' },
  });
  const keyOf = useRequestKey();
  const start = useAction(async () => {
    if (mission.type === 'orbit') {
      const orbit = await api.createOrbit(request, keyOf(request));
      navigate(routes.orbit(orbit.id));
      return;
    }
    const body: CreateRunRequest = {
      ...request,
      missionVersion: mission.version,
      trigger: form.entity
        ? { kind: 'entity', entityRef: form.entity }
        : { kind: 'page' },
    };
    const run = await api.createRun(body, keyOf(body));
    navigate(routes.run(run.id));
  });

  return (
    <LaunchPageView
      data={data}
      form={form}
      fitness={fitness}
      plan={plan}
      link={window.location.href}
      explorerHref={routes.explorer()}
      missionHref={routes.mission(mission.ref)}
      noRight={noRight}
      refusal={
        (missing && t('shell.denied', { permission: missing })) || noRight
      }
      start={{ ...start, run: () => void start.run() }}
    />
  );
}

/** What is known of clusters that only the missions of a sequence name: nothing before it is filled in. */
function ofItsMissions(
  { missionRef, parameters }: PreflightRequest,
  rows: LaunchData['rows'],
  values: Record<string, unknown>,
): PreflightRequest | undefined {
  return missingParameters(rows, values).length === 0
    ? { missionRef, parameters }
    : undefined;
}

/** A text area keeps empty lines while somebody types; a request does not. */
function withoutEmptyLines(values: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [
        name,
        Array.isArray(value) ? value.filter(item => item !== '') : value,
      ]),
  );
}
