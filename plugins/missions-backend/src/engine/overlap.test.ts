import type { PlannedChange } from '@mission-control/plugin-missions-common';
import { firstOverlap, touchesOf } from './overlap';

const web = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'web',
};
const change = (
  kind: PlannedChange['kind'],
  object: PlannedChange['object'] = web,
  verb?: string,
): PlannedChange => ({ stepId: 'a', kind, object, verb });
const namespace = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  name,
});
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  name: 'houses.town.example',
};
const house = {
  apiVersion: 'town.example/v1',
  kind: 'House',
  namespace: 'shop',
  name: 'blue',
};

describe('touchesOf', () => {
  it.each<[PlannedChange['kind'], number]>([
    ['create', 1],
    ['change', 1],
    ['delete', 1],
    ['deferred', 1],
    ['noop', 0],
    ['conflict', 0],
    ['external', 0],
  ])('counts what is planned as %s: %i', (kind, count) => {
    expect(touchesOf([change(kind)])).toHaveLength(count);
  });

  it('knows nothing yet of a step that is planned when it runs', () => {
    const step = {
      apiVersion: 'mission-control.dev/v1alpha1',
      kind: 'Step',
      name: 'later',
    };
    expect(touchesOf([change('deferred', step)])).toEqual([]);
  });
});

describe('firstOverlap', () => {
  it.each<[string, PlannedChange, PlannedChange, boolean]>([
    ['one object', change('create'), change('delete'), true],
    [
      'another version of its API',
      change('change'),
      change('change', { ...web, apiVersion: 'apps/v1beta1' }),
      true,
    ],
    [
      'another name',
      change('change'),
      change('change', { ...web, name: 'db' }),
      false,
    ],
    [
      'another namespace',
      change('change'),
      change('change', { ...web, namespace: 'bank' }),
      false,
    ],
    [
      'a namespace that goes with it',
      change('change'),
      change('delete', namespace('shop')),
      true,
    ],
    [
      'a namespace whose deletion is deferred',
      change('deferred', namespace('shop'), 'delete'),
      change('change'),
      true,
    ],
    [
      'a namespace that stays',
      change('change'),
      change('change', namespace('shop')),
      false,
    ],
    [
      'another namespace that goes',
      change('change'),
      change('delete', namespace('bank')),
      false,
    ],
    [
      'a definition that goes',
      change('change', house),
      change('delete', definition),
      true,
    ],
    [
      'a definition of another group that goes',
      change('change'),
      change('delete', definition),
      false,
    ],
  ])('with %s', (_, one, other, found) => {
    const [a, b] = [touchesOf([one]), touchesOf([other])];
    expect(firstOverlap(a, b)).toEqual(found ? one.object : undefined);
    expect(firstOverlap(b, a)).toEqual(found ? other.object : undefined);
  });
});
