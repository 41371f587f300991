import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';
import { ButtonLink } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { LoadingState } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../translation';
import { MissionsShell } from './MissionsShell';
import { PageHead } from './PageHead';
import { missionsPaths, useMissionsRoutes } from './useMissionsRoutes';

const ExplorerPage = lazy(async () => ({
  default: (await import('../pages/explorer/ExplorerPage')).ExplorerPage,
}));
const MissionPage = lazy(async () => ({
  default: (await import('../pages/mission/MissionPage')).MissionPage,
}));
const LaunchPage = lazy(async () => ({
  default: (await import('../pages/launch/LaunchPage')).LaunchPage,
}));
const ActionsPage = lazy(async () => ({
  default: (await import('../pages/actions/ActionsPage')).ActionsPage,
}));
const RunsPage = lazy(async () => ({
  default: (await import('../pages/runs/RunsPage')).RunsPage,
}));
const RunPage = lazy(async () => ({
  default: (await import('../pages/run/RunPage')).RunPage,
}));
const ApprovalsPage = lazy(async () => ({
  default: (await import('../pages/approvals/ApprovalsPage')).ApprovalsPage,
}));
const ControlPage = lazy(async () => ({
  default: (await import('../pages/control/ControlPage')).ControlPage,
}));
const ClustersPage = lazy(async () => ({
  default: (await import('../pages/clusters/ClustersPage')).ClustersPage,
}));
const OrbitsPage = lazy(async () => ({
  default: (await import('../pages/orbits/OrbitsPage')).OrbitsPage,
}));
const OrbitPage = lazy(async () => ({
  default: (await import('../pages/orbits/OrbitPage')).OrbitPage,
}));

/** All pages; each is loaded when it is opened. */
export function MissionsRouter() {
  const { t } = useTranslationRef(missionsTranslationRef);
  return (
    <MissionsShell>
      <Suspense fallback={<LoadingState label={t('shell.loading')} />}>
        <Routes>
          <Route
            index
            element={<Navigate to={missionsPaths.explorer} replace />}
          />
          <Route path={missionsPaths.explorer} element={<ExplorerPage />} />
          <Route path={missionsPaths.mission} element={<MissionPage />} />
          <Route path={missionsPaths.launch} element={<LaunchPage />} />
          <Route path={missionsPaths.actions} element={<ActionsPage />} />
          <Route path={missionsPaths.runs} element={<RunsPage />} />
          <Route path={missionsPaths.run} element={<RunPage />} />
          <Route path={missionsPaths.approvals} element={<ApprovalsPage />} />
          <Route path={missionsPaths.control} element={<ControlPage />} />
          <Route path={missionsPaths.clusters} element={<ClustersPage />} />
          <Route path={missionsPaths.orbits} element={<OrbitsPage />} />
          <Route path={missionsPaths.orbit} element={<OrbitPage />} />
          <Route path="*" element={<NoPage />} />
        </Routes>
      </Suspense>
    </MissionsShell>
  );
}

function NoPage() {
  const { t } = useTranslationRef(missionsTranslationRef);
  const routes = useMissionsRoutes();
  return (
    <PageHead
      title={t('shell.noPageTitle')}
      meta={[t('shell.noPageText')]}
      actions={
        <ButtonLink variant="primary" href={routes.explorer()}>
          {t('shell.noPageAction')}
        </ButtonLink>
      }
    />
  );
}
