import type {
  Finding,
  FindingSeverityEnum,
  FindingStatusEnum,
} from '@mission-control/plugin-missions-common';
import {
  objectName,
  type DataSort,
} from '@mission-control/plugin-missions-react';
import type { FindingsFilter } from './useOrbitPage';

/** Severities, the worst last. */
export const severityOrder: readonly FindingSeverityEnum[] = [
  'low',
  'medium',
  'high',
  'critical',
];
const statusOrder: readonly FindingStatusEnum[] = [
  'regressed',
  'new',
  'persisting',
  'fixed',
  'not_assessed',
];

/** How many findings have which status, what got worse first. */
export function countStatuses(findings: readonly Finding[]) {
  return statusOrder
    .map(status => ({
      status,
      count: findings.filter(finding => finding.status === status).length,
    }))
    .filter(({ count }) => count > 0);
}

/** The findings that fit a filter; the words are sought in all that is shown. */
export function filterFindings(
  findings: readonly Finding[],
  { q, status }: Pick<FindingsFilter, 'q' | 'status'>,
): Finding[] {
  const sought = q.trim().toLocaleLowerCase();
  return findings.filter(
    finding =>
      (!status || finding.status === status) &&
      (!sought || textOf(finding).includes(sought)),
  );
}

function textOf(finding: Finding): string {
  const { control, title, message, targetId, owner, object } = finding;
  return [
    control,
    title,
    message,
    targetId,
    owner,
    object && objectName(object),
  ]
    .filter(Boolean)
    .join(' ')
    .toLocaleLowerCase();
}

const keys: Record<string, (finding: Finding) => string | number> = {
  severity: ({ severity, status }) =>
    (status === 'fixed' || status === 'not_assessed'
      ? -1
      : severityOrder.indexOf(severity)) *
      10 -
    statusOrder.indexOf(status),
  title: ({ control = '', title }) => `${control} ${title}`,
  object: ({ object }) => (object ? objectName(object) : ''),
  cluster: ({ targetId }) => targetId,
  owner: ({ owner }) => owner ?? '',
  since: ({ since }) => since?.getTime() ?? 0,
};

/** Columns that findings can be sorted by. */
export const findingColumns = Object.keys(keys);

/** Sorts by a column of the table; equal ones by cluster and object. */
export function sortFindings(
  findings: readonly Finding[],
  { column, descending }: DataSort,
): Finding[] {
  const key = keys[column] ?? keys.severity;
  const sign = descending ? -1 : 1;
  return [...findings].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    const order =
      typeof left === 'string' && typeof right === 'string'
        ? left.localeCompare(right)
        : Number(left) - Number(right);
    return sign * order || placeOf(a).localeCompare(placeOf(b));
  });
}

function placeOf({ targetId, object }: Finding): string {
  return `${targetId}\n${object ? objectName(object) : ''}`;
}
