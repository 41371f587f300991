import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import type {
  Cluster,
  Mission,
  TargetChoice,
} from '@mission-control/plugin-missions-common';
import {
  inClusterOrder,
  missionsApiRef,
  usePolled,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { parameterRows, type ParameterRow } from '../mission/parameterRows';
import { formatLaunchAddress, parseLaunchAddress } from './launchAddress';
import { targetRule, type TargetRule } from './targetRule';

/** What the launch page starts from. */
export interface LaunchData {
  mission: Mission;
  clusters: Cluster[];
  rows: ParameterRow[];
  rule: TargetRule;
}

/** The form: what was filled in and chosen, held by the address bar. */
export interface LaunchForm {
  /** Values with defaults; secrets only live in memory. */
  values: Record<string, unknown>;
  targets: TargetChoice[];
  entity?: string;
  setValue(name: string, value: unknown): void;
  toggle(cluster: string, role?: string): void;
}

/** Mission and clusters. */
export function useLaunchData(ref: string): ViewState<LaunchData> {
  const api = useApi(missionsApiRef);
  return usePolled(
    async () => {
      const [mission, clusters] = await Promise.all([
        api.getMission(ref),
        api.listClusters(),
      ]);
      return {
        mission,
        clusters: inClusterOrder(clusters),
        rows: parameterRows(mission.spec),
        rule: targetRule(mission.spec),
      };
    },
    { key: ref },
  );
}

/** The form of a mission. */
export function useLaunchForm({ rows }: LaunchData): LaunchForm {
  const [params, setParams] = useSearchParams();
  const [secrets, setSecrets] = useState<Record<string, unknown>>({});
  const secretNames = rows.filter(row => row.secret).map(row => row.name);
  const address = useMemo(() => parseLaunchAddress(params), [params]);
  const defaults = Object.fromEntries(
    rows
      .filter(row => row.defaultValue !== undefined)
      .map(row => [row.name, row.defaultValue]),
  );
  const known = (name: string) => rows.some(row => row.name === name);
  const given = Object.fromEntries(
    Object.entries(address.parameters).filter(([name]) => known(name)),
  );

  return {
    values: { ...defaults, ...given, ...secrets },
    targets: address.targets,
    entity: address.entity,
    setValue(name, value) {
      if (secretNames.includes(name)) {
        setSecrets(before => ({ ...before, [name]: value }));
        return;
      }
      const parameters = { ...address.parameters, [name]: value };
      setParams(formatLaunchAddress({ ...address, parameters }, secretNames), {
        replace: true,
      });
    },
    toggle(cluster, role) {
      const rest = address.targets.filter(
        target => target.cluster !== cluster || target.role !== role,
      );
      const targets =
        rest.length < address.targets.length
          ? rest
          : [...rest, role ? { cluster, role } : { cluster }];
      setParams(formatLaunchAddress({ ...address, targets }, secretNames), {
        replace: true,
      });
    },
  };
}
