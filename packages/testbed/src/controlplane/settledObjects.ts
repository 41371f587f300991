import { setTimeout as sleep } from 'node:timers/promises';
import {
  compareClusters,
  type ClusterDifference,
  type ComparableObject,
} from '@mission-control/plugin-missions-common';
import type { Kubectl } from './kubectl';

const POLL_MS = 400;
const SETTLED_MS = 60_000;
/** So many equal listings in a row: controllers take a moment to wake up. */
const EQUAL_LISTINGS = 3;

/**
 * Every object that the server can list, once several listings in a row are
 * equal and nothing is being deleted.
 */
export async function settledObjects(
  kubectl: Kubectl,
): Promise<ComparableObject[]> {
  const deadline = Date.now() + SETTLED_MS;
  let last = await allObjects(kubectl);
  let equal = 1;
  while (equal < EQUAL_LISTINGS) {
    if (Date.now() > deadline) {
      throw new Error('The cluster did not settle');
    }
    await sleep(POLL_MS);
    const now = await allObjects(kubectl);
    const same = compareClusters(last, now).length === 0;
    equal = same && !now.some(isBeingDeleted) ? equal + 1 : 1;
    last = now;
  }
  return last;
}

/**
 * How the cluster differs from `before` once nothing is being deleted: none as
 * soon as two listings in a row are equal to it, else what stays different.
 */
export async function lastingDifferences(
  kubectl: Kubectl,
  before: readonly ComparableObject[],
): Promise<ClusterDifference[]> {
  const deadline = Date.now() + SETTLED_MS;
  let equal = 0;
  for (;;) {
    const now = await allObjects(kubectl);
    const differences = compareClusters(before, now);
    const settled = differences.length === 0 && !now.some(isBeingDeleted);
    equal = settled ? equal + 1 : 0;
    if (equal === 2 || Date.now() > deadline) {
      return differences;
    }
    await sleep(POLL_MS);
  }
}

function isBeingDeleted({ metadata }: ComparableObject): boolean {
  return metadata?.deletionTimestamp !== undefined;
}

async function allObjects(kubectl: Kubectl): Promise<ComparableObject[]> {
  const resources = await kubectl([
    'api-resources',
    '--verbs=list',
    '-o',
    'name',
  ]);
  const names = resources.split('\n').filter(name => name !== '');
  const answer = await kubectl([
    'get',
    names.join(','),
    '--all-namespaces',
    '--show-managed-fields',
    '-o',
    'json',
    '--ignore-not-found',
  ]);
  return answer.trim() === '' ? [] : JSON.parse(answer).items;
}
