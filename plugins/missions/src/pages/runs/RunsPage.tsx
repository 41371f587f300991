import { useMissionsRoutes } from '../../shell/useMissionsRoutes';
import { RunsPageView } from './RunsPageView';
import { useRunsPage } from './useRunsPage';

/** AI Missions: what is going on, and what needs me? */
export function RunsPage() {
  return <RunsPageView page={useRunsPage()} routes={useMissionsRoutes()} />;
}
