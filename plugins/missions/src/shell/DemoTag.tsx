import { createContext, useContext, type ReactNode } from 'react';
import type { Cluster, Status } from '@mission-control/plugin-missions-common';
import {
  DemoClustersProvider,
  DemoMark,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { areDemo } from './missionDemo';

/** Demo clusters of the portal: all, so that it is said once for all pages, or only some. */
export type DemoScope = 'all' | 'some' | 'none';

const Scope = createContext<DemoScope>('none');

/**
 * Whether the header can speak for all clusters. It is never said of clusters
 * that nobody could list: a real one must not be called a demo. Before they
 * are known nothing is said: no mark comes only to go.
 */
export function demoScope(
  status: ViewState<Pick<Status, 'demo'>>,
  clusters: ViewState<readonly Pick<Cluster, 'demo'>[]>,
): DemoScope {
  const isDemo = status.kind === 'ready' && status.data.demo;
  if (!isDemo || clusters.kind === 'loading') {
    return 'none';
  }
  const known = clusters.kind === 'ready' ? clusters.data : [];
  return areDemo(known) ? 'all' : 'some';
}

/**
 * The demo clusters among others that are real, for the header; empty where
 * nobody could list them, undefined where there is nothing to say, or not yet.
 */
export function demoAmongReal(
  scope: DemoScope,
  clusters: ViewState<readonly Pick<Cluster, 'name' | 'demo'>[]>,
): string[] | undefined {
  if (scope !== 'some' || clusters.kind === 'loading') {
    return undefined;
  }
  const known = clusters.kind === 'ready' ? clusters.data : [];
  const names = known.filter(({ demo }) => demo).map(({ name }) => name);
  return known.length > 0 && names.length === 0 ? undefined : names;
}

/** Nothing is known of any cluster but what it says of itself. */
const NO_NAMES: readonly string[] = [];

/** Pages within mark what is demo, where not everything is: runs, and each cluster. */
export function DemoScopeProvider(props: {
  scope: DemoScope;
  /** Clusters known to be demo, where others are real. */
  clusters?: readonly string[];
  children: ReactNode;
}) {
  const { scope, clusters = NO_NAMES, children } = props;
  return (
    <Scope.Provider value={scope}>
      <DemoClustersProvider names={scope === 'some' ? clusters : undefined}>
        {children}
      </DemoClustersProvider>
    </Scope.Provider>
  );
}

/** Which clusters of the portal are demo, as its header says it. */
export function useDemoScope(): DemoScope {
  return useContext(Scope);
}

export interface DemoTagProps {
  /** A run on demo clusters only; a cluster's chip marks itself. */
  demo?: boolean;
}

/** Marks a run as demo, where the header does not say it of all. */
export function DemoTag({ demo }: DemoTagProps) {
  const scope = useDemoScope();
  return demo && scope === 'some' ? <DemoMark compact /> : null;
}
