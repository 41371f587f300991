import { useMissionsRoutes } from '../../shell/useMissionsRoutes';
import { ExplorerPageView } from './ExplorerPageView';
import { useExplorerPage } from './useExplorerPage';

/** Finds missions. */
export function ExplorerPage() {
  const routes = useMissionsRoutes();
  const page = useExplorerPage();
  return <ExplorerPageView page={page} routes={routes} />;
}
