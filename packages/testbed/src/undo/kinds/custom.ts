import { openVersion } from '../../definitions/openVersion';
import { colorLabel, type Kind, type Part } from './Kind';

/** Served for all cases; each run of the tests has a group of its own. */
export const CUSTOM_GROUP = `undo-${process.pid}.example.com`;

/** Holds objects until it is taken off: the tests play its controller. */
export const FINALIZER = 'example.com/hold';

/** A definition with two versions, and nothing that converts between them. */
export function definitionSpec(options: {
  group: string;
  kind: string;
  plural: string;
  scope: 'Namespaced' | 'Cluster';
}): Part {
  const { group, kind, plural, scope } = options;
  const version = (name: string, storage: boolean) => ({
    ...openVersion(name, storage),
    subresources: { status: {} },
  });
  return {
    group,
    scope,
    names: {
      kind,
      plural,
      singular: plural.slice(0, -1),
      listKind: `${kind}List`,
    },
    versions: [version('v1', true), version('v2', false)],
  };
}

/** The definitions that are there before any case. */
export const definitions = [
  { kind: 'Widget', plural: 'widgets', scope: 'Namespaced' as const },
  { kind: 'Gauge', plural: 'gauges', scope: 'Cluster' as const },
].map(each => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${each.plural}.${CUSTOM_GROUP}` },
  spec: definitionSpec({ group: CUSTOM_GROUP, ...each }),
}));

const custom = {
  isCustom: true,
  base: () => ({ spec: { list: ['a', 'b'], ratio: 0.5 } }),
  field: (value: number) => ({ spec: { size: value } }),
  status: { status: { phase: 'Well' } },
};

/** Custom resources, and definitions of others. */
export const customKinds: readonly Kind[] = [
  {
    ...custom,
    title: 'Widget (custom)',
    apiVersion: `${CUSTOM_GROUP}/v1`,
    kind: 'Widget',
    resource: 'widgets',
    namespaced: true,
  },
  {
    ...custom,
    title: 'Widget (custom, version that is not stored)',
    apiVersion: `${CUSTOM_GROUP}/v2`,
    kind: 'Widget',
    resource: 'widgets',
    namespaced: true,
  },
  {
    ...custom,
    title: 'Widget (custom, with a finalizer)',
    apiVersion: `${CUSTOM_GROUP}/v1`,
    kind: 'Widget',
    resource: 'widgets',
    namespaced: true,
    base: () => ({ ...custom.base(), metadata: { finalizers: [FINALIZER] } }),
  },
  {
    ...custom,
    title: 'Gauge (custom, of the whole cluster)',
    apiVersion: `${CUSTOM_GROUP}/v1`,
    kind: 'Gauge',
    resource: 'gauges',
    namespaced: false,
  },
  {
    title: 'CustomResourceDefinition',
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    resource: 'customresourcedefinitions',
    namespaced: false,
    // The name has to be `<plural>.<group>`.
    base: name => {
      const [plural, ...group] = name.split('.');
      return {
        spec: definitionSpec({
          group: group.join('.'),
          kind: 'Thing',
          plural,
          scope: 'Namespaced',
        }),
      };
    },
    field: colorLabel,
  },
];
