import { createContext, useContext, useMemo, type ReactNode } from 'react';
import type { ClusterRef } from '@mission-control/plugin-missions-common';

const Names = createContext<ReadonlySet<string> | undefined>(undefined);

/** Props of {@link DemoClustersProvider}. @public */
export interface DemoClustersProviderProps {
  /** Clusters known to be demo; absent where nothing is to be marked. */
  names?: readonly string[];
  children: ReactNode;
}

/** Within, every chip of a demo cluster is marked: there are real ones beside it. @public */
export const DemoClustersProvider = (props: DemoClustersProviderProps) => {
  const { names, children } = props;
  const known = useMemo(() => names && new Set(names), [names]);
  return <Names.Provider value={known}>{children}</Names.Provider>;
};

/** Whether a cluster is to be marked as demo. @public */
export function useDemoCluster(): (
  cluster: Pick<ClusterRef, 'name' | 'demo'>,
) => boolean {
  const names = useContext(Names);
  return ({ name, demo }) =>
    names !== undefined && (demo === true || names.has(name));
}
