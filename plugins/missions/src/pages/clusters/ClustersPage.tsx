import { ClustersPageView } from './ClustersPageView';
import { useClustersPage } from './useClustersPage';

/** Clusters: do they answer, and what may be done on them? */
export function ClustersPage() {
  return <ClustersPageView page={useClustersPage()} />;
}
