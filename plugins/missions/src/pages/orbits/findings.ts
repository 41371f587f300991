import type {
  Finding,
  FindingList,
  FindingSeverityEnum,
  FindingStatusEnum,
} from '@mission-control/plugin-missions-common';
import {
  objectName,
  type DataSort,
} from '@mission-control/plugin-missions-react';
import type { FindingsFilter } from './useOrbitPage';

const severityOrder: readonly FindingSeverityEnum[] = [
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

/**
 * Fingerprints of what was found on the cluster that an orbit watches, while
 * another one answers behind its name. A finding does not say of which of both
 * it is; but its check looked, and what was found on the one that answered is
 * assessed then. Where the check could not look, nobody can tell.
 */
export function foundOnAnother({
  items = [],
  heat = [],
}: Partial<FindingList> = {}): ReadonlySet<string> {
  const place = ({ targetId, check }: Pick<Finding, 'targetId' | 'check'>) =>
    `${targetId}\n${check}`;
  const looked = new Set([
    ...heat.filter(({ status }) => status === 'fail').map(place),
    ...items.filter(({ status }) => status === 'fixed').map(place),
  ]);
  return new Set(
    items
      .filter(
        finding =>
          finding.status === 'not_assessed' && looked.has(place(finding)),
      )
      .map(({ fingerprint }) => fingerprint),
  );
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
