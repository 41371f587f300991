import type {
  ChangeKind,
  ObjectRef,
  PlannedChange,
} from '@mission-control/plugin-missions-common';
import { isDeletion, unapprovedWrite } from './unapprovedWrite';

const web: ObjectRef = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'web',
};
const shown = (
  kind: ChangeKind,
  verb?: string,
  object = web,
): PlannedChange => ({ stepId: 'step', kind, verb, object });

describe('unapprovedWrite', () => {
  it.each<[string, string, PlannedChange[]]>([
    ['a change under its verb', 'apply', [shown('change', 'apply')]],
    ['a change under another word', 'create', [shown('create', 'restore')]],
    ['a change without a verb', 'apply', [shown('change')]],
    ['what was deferred', 'apply', [shown('deferred', 'apply')]],
    ['a deferred deletion', 'delete', [shown('deferred', 'delete')]],
    ['a deletion', 'delete', [shown('delete', 'delete')]],
    ['a deletion by kind only', 'delete', [shown('delete')]],
    ['a deletion under its own word', 'restore', [shown('delete', 'restore')]],
    ['a deletion that has no verb', 'uninstall', [shown('delete')]],
    ['what is outside the cluster', 'start', [shown('external', 'start')]],
    [
      'another version of its API',
      'apply',
      [shown('change', 'apply', { ...web, apiVersion: 'apps/v1beta1' })],
    ],
    [
      'each of two changes of one object',
      'delete',
      [shown('delete', 'delete'), shown('create', 'apply')],
    ],
    [
      'a change beside a noop',
      'scale',
      [shown('noop', 'patch'), shown('change', 'scale')],
    ],
  ])('lets %s pass', (_what, verb, approved) => {
    expect(unapprovedWrite(approved, { verb, object: web })).toBeUndefined();
  });

  it.each<[string, string, PlannedChange[], string]>([
    ['nothing at all', 'apply', [], 'does not show it'],
    [
      'another name',
      'apply',
      [shown('change', 'apply', { ...web, name: 'api' })],
      'does not show it',
    ],
    [
      'another namespace',
      'apply',
      [shown('change', 'apply', { ...web, namespace: 'blog' })],
      'does not show it',
    ],
    [
      'another kind',
      'apply',
      [shown('change', 'apply', { ...web, kind: 'StatefulSet' })],
      'does not show it',
    ],
    [
      'another group',
      'apply',
      [shown('change', 'apply', { ...web, apiVersion: 'acme.dev/v1' })],
      'does not show it',
    ],
    ['a noop', 'apply', [shown('noop', 'apply')], 'leaves it as it is'],
    [
      'what belongs to another',
      'apply',
      [shown('conflict', 'apply')],
      'leaves it as it is',
    ],
    [
      'a noop that would delete',
      'delete',
      [shown('noop', 'delete')],
      'leaves it as it is',
    ],
    [
      'a change, and it is deleted',
      'delete',
      [shown('change', 'apply')],
      'does not delete it',
    ],
    [
      'what was deferred, and it is deleted',
      'delete',
      [shown('deferred', 'apply')],
      'does not delete it',
    ],
    [
      'a deletion, and it is written',
      'apply',
      [shown('delete', 'delete')],
      'deletes it',
    ],
  ])('refuses a write where the plan shows %s', (...row) => {
    const [, verb, approved, why] = row;
    expect(unapprovedWrite(approved, { verb, object: web })).toMatchObject({
      code: 'WRITE_NOT_APPROVED',
      message: `'${verb}' of Deployment shop/web was not approved: the approved plan of the step ${why}`,
      object: web,
      remedy: expect.stringContaining('ReapprovalNeeded'),
    });
  });
});

describe('isDeletion', () => {
  it.each<[boolean, string, string, PlannedChange[]]>([
    [true, 'says so', 'delete', []],
    [true, 'was approved as one', 'restore', [shown('delete', 'restore')]],
    [true, 'was approved as one without a verb', 'drop', [shown('delete')]],
    [
      false,
      'was approved as a change',
      'restore',
      [shown('change', 'restore')],
    ],
    [false, 'was not approved', 'restore', []],
    [
      false,
      'writes what another verb deletes',
      'apply',
      [shown('delete', 'delete'), shown('create', 'apply')],
    ],
    [
      false,
      'may be either',
      'restore',
      [shown('delete', 'restore'), shown('change', 'restore')],
    ],
    [
      true,
      'is one beside a noop',
      'restore',
      [shown('noop', 'restore'), shown('delete', 'restore')],
    ],
    [
      false,
      'is of another object',
      'restore',
      [shown('delete', 'restore', { ...web, name: 'api' })],
    ],
  ])('is %s of an intent that %s', (expected, _what, verb, approved) => {
    expect(isDeletion(approved, { verb, object: web })).toBe(expected);
  });
});
