import { useEffect, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
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
import { withParams } from '../../shell/withParams';
import { parameterRows, type ParameterRow } from '../mission/parameterRows';
import {
  formatLaunchAddress,
  launchParams,
  parseLaunchAddress,
  type LaunchAddress,
} from './launchAddress';
import { placedTargets, targetRule, type TargetRule } from './targetRule';

/** What the launch page starts from. */
export interface LaunchData {
  mission: Mission;
  clusters: Cluster[];
  rows: ParameterRow[];
  rule: TargetRule;
}

/** The form: what was filled in and chosen, held by the address bar. */
export interface LaunchForm {
  /** Values with defaults; secrets, and what is too long for an address, only live in memory. */
  values: Record<string, unknown>;
  /** Names of those that are too long. */
  tooLong: string[];
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

/** In the address, a field that a person cleared: no default comes back. */
const CLEARED = null;

/** Characters of JSON: servers and proxies refuse an address of 8 KB. */
const MAX_ADDRESS = 4_000;

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
  const [params, setParams] = useSearchParams();
  const secretNames = rows.filter(row => row.secret).map(row => row.name);
  const [held, setHeld] = useState(() =>
    onlyOf(secretNames, parseLaunchAddress(params).parameters),
  );
  const address = useMemo(() => {
    const told = parseLaunchAddress(params);
    return { ...told, targets: placedTargets(rule, told.targets) };
  }, [params, rule]);
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
  const setAddress = (next: LaunchAddress) =>
    setParams(
      before =>
        withParams(
          before,
          launchParams,
          formatLaunchAddress(next, secretNames),
        ),
      { replace: true },
    );
  const hasSecrets = secretNames.some(name =>
    Object.hasOwn(address.parameters, name),
  );
  useEffect(() => {
    // A link that has some was not made here: what can still be hidden is.
    if (hasSecrets) {
      setAddress(address);
    }
  });
  const known = (name: string) => rows.some(row => row.name === name);
  const onlyKnown = (values: Record<string, unknown> = {}) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => known(name)));

  return {
    values: {
      ...defaults,
      ...onlyKnown(demo?.parameters),
      ...onlyKnown(withoutCleared(address.parameters)),
      ...held,
    },
    tooLong: Object.keys(held).filter(name => !secretNames.includes(name)),
    isCut: address.isCut === true,
    foreign: Object.keys(address.parameters).filter(name => !known(name)),
    targets: address.targets.filter(clusterOf),
    unknown: [...new Set(unknown.map(({ cluster }) => cluster))],
    entity: address.entity,
    demo,
    setValue(name, value) {
      const { [name]: _before, ...others } = address.parameters;
      const parameters = { ...others, [name]: value ?? CLEARED };
      const isHeld =
        secretNames.includes(name) ||
        encodeURIComponent(JSON.stringify(parameters)).length > MAX_ADDRESS;
      setHeld(({ [name]: _held, ...rest }) =>
        isHeld ? { ...rest, [name]: value } : rest,
      );
      setAddress({ ...address, parameters: isHeld ? others : parameters });
    },
    toggle(cluster, role) {
      const rest = address.targets.filter(
        target => target.cluster !== cluster || target.role !== role,
      );
      const targets =
        rest.length < address.targets.length
          ? rest
          : [...rest, role ? { cluster, role } : { cluster }];
      setAddress({ ...address, targets });
    },
    remove(cluster) {
      const targets = address.targets.filter(
        target => target.cluster !== cluster,
      );
      setAddress({ ...address, targets });
    },
  };
}

function onlyOf(names: readonly string[], values: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => names.includes(name)),
  );
}

function withoutCleared(values: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value === CLEARED ? undefined : value,
    ]),
  );
}
