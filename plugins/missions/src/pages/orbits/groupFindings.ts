import type {
  Finding,
  MissionSpec,
} from '@mission-control/plugin-missions-common';

/** By what findings can be grouped: `spec.dashboard.groupBy` of an orbit. */
export type FindingsGroupBy = NonNullable<
  NonNullable<MissionSpec['dashboard']>['groupBy']
>;

/** All of them, in the order in which they are offered. */
export const findingsGroupBys: readonly FindingsGroupBy[] = [
  'cluster',
  'check',
  'namespace',
  'control',
];

/** Findings that belong together, in the order in which they came. */
export interface FindingsGroup {
  readonly key: string;
  /** What the key names; `control` falls back to `check`. */
  readonly kind: FindingsGroupBy | 'wholeCluster' | 'checkForControl';
  /** Cluster, check, namespace or control; empty for the whole cluster. */
  readonly name: string;
  readonly findings: readonly Finding[];
}

/**
 * Puts sorted findings into groups; the group of the first finding is the
 * first. A finding of an object without a namespace belongs to the whole
 * cluster, one without a control to its check.
 */
export function groupFindings(
  findings: readonly Finding[],
  by: FindingsGroupBy,
): FindingsGroup[] {
  const groups = new Map<string, Omit<FindingsGroup, 'findings'>>();
  const members = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groupOf(finding, by);
    const key = `${group.kind} ${group.name}`;
    groups.set(key, { key, ...group });
    members.set(key, [...(members.get(key) ?? []), finding]);
  }
  return [...groups.values()].map(group => ({
    ...group,
    findings: members.get(group.key) ?? [],
  }));
}

function groupOf(
  { targetId, check, control, object, title }: Finding,
  by: FindingsGroupBy,
): Pick<FindingsGroup, 'kind' | 'name'> {
  const checkName = check ?? title;
  switch (by) {
    case 'cluster':
      return { kind: by, name: targetId };
    case 'namespace':
      return namespaceGroup(object);
    case 'control':
      return control
        ? { kind: by, name: control }
        : { kind: 'checkForControl', name: checkName };
    default:
      return { kind: 'check', name: checkName };
  }
}

function namespaceGroup(
  object: Finding['object'],
): Pick<FindingsGroup, 'kind' | 'name'> {
  const name = object?.kind === 'Namespace' ? object.name : object?.namespace;
  return name
    ? { kind: 'namespace', name }
    : { kind: 'wholeCluster', name: '' };
}
