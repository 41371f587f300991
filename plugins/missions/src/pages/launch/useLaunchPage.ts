import { useApi } from '@backstage/core-plugin-api';
import type {
  Cluster,
  Mission,
  MissionSpec,
  TargetChoice,
} from '@mission-control/plugin-missions-common';
import {
  mapReady,
  missionsApiRef,
  useClusters,
  usePolled,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { areDemo, missionDemo } from '../../shell/missionDemo';
import { parameterRows, type ParameterRow } from '../mission/parameterRows';
import { targetRule, type TargetRule } from './targetRule';
import { useLaunchAddress } from './useLaunchAddress';

/** What the launch page starts from. */
export interface LaunchData {
  mission: Mission;
  clusters: Cluster[];
  rows: ParameterRow[];
  rule: TargetRule;
}

/** The form: what was filled in and chosen. */
export interface LaunchForm {
  /** Values with defaults. */
  values: Record<string, unknown>;
  /** Titles of parameters that are too long for the address. */
  tooLong: string[];
  /** Titles of secrets that are filled in: the link is without them. */
  secrets: string[];
  /** Names of parameters that the address gives and the mission does not have. */
  foreign: string[];
  /** The address has parameters that cannot be read. */
  isCut: boolean;
  /** The chosen clusters that are known. */
  targets: TargetChoice[];
  /** Names of the others that the address has: nobody can be asked there. */
  unknown: string[];
  entity?: string;
  /** What the mission says for the demo, while only demo clusters are chosen. */
  demo: MissionSpec['demo'];
  setValue(name: string, value: unknown): void;
  toggle(cluster: string, role?: string): void;
  /** Takes a cluster out of what is chosen, whatever its role. */
  remove(cluster: string): void;
}

/** Mission and clusters. */
export function useLaunchData(ref: string): ViewState<LaunchData> {
  const api = useApi(missionsApiRef);
  const mission = usePolled(() => api.getMission(ref), { key: ref });
  const clusters = useClusters();
  return mission.kind === 'ready'
    ? mapReady(clusters, known => ({
        mission: mission.data,
        clusters: known,
        rows: parameterRows(mission.data.spec),
        rule: targetRule(mission.data.spec),
      }))
    : mission;
}

/**
 * The form of a mission: defaults, then the demo's values, then the address.
 * Values of the demo are for its clusters: none is left with a real one.
 */
export function useLaunchForm(data: LaunchData): LaunchForm {
  const { mission, clusters, rows, rule } = data;
  const secretNames = rows.filter(row => row.secret).map(row => row.name);
  const address = useLaunchAddress(rule, secretNames);
  const defaults = Object.fromEntries(
    rows
      .filter(row => row.defaultValue !== undefined)
      .map(row => [row.name, row.defaultValue]),
  );
  const clusterOf = ({ cluster }: TargetChoice) =>
    clusters.find(({ name }) => name === cluster);
  const chosen = rule.needed ? address.targets.map(clusterOf) : [];
  const unknown = rule.needed
    ? address.targets.filter(target => !clusterOf(target))
    : [];
  const demo = missionDemo(
    mission,
    areDemo(chosen.length > 0 ? chosen : clusters),
  );
  const known = (name: string) => rows.some(row => row.name === name);
  const titlesOf = (names: readonly string[]) =>
    rows.filter(({ name }) => names.includes(name)).map(({ title }) => title);
  const onlyKnown = (values: Record<string, unknown> = {}) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => known(name)));

  return {
    values: {
      ...defaults,
      ...onlyKnown(demo?.parameters),
      ...onlyKnown(address.values),
    },
    tooLong: titlesOf(address.tooLong),
    secrets: titlesOf(address.secrets),
    isCut: address.isCut,
    foreign: Object.keys(address.values).filter(name => !known(name)),
    targets: address.targets.filter(clusterOf),
    unknown: [...new Set(unknown.map(({ cluster }) => cluster))],
    entity: address.entity,
    demo,
    setValue: address.setValue,
    toggle(cluster, role) {
      const rest = address.targets.filter(
        target => target.cluster !== cluster || target.role !== role,
      );
      address.setTargets(
        rest.length < address.targets.length
          ? rest
          : [...rest, role ? { cluster, role } : { cluster }],
      );
    },
    remove(cluster) {
      address.setTargets(
        address.targets.filter(target => target.cluster !== cluster),
      );
    },
  };
}
