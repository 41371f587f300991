import { nothingElse, type Kind, type Value } from './Kind';

const service = {
  apiVersion: 'v1',
  kind: 'Service',
  resource: 'services',
  namespaced: true,
  field: (value: Value) => ({
    spec: { selector: { color: `color-${value}` } },
  }),
};
const ports = [{ port: 80, protocol: 'TCP' }];

/** How pods are reached. */
export const networkKinds: readonly Kind[] = [
  {
    ...service,
    title: 'Service',
    base: () => ({ spec: { ports } }),
  },
  {
    ...service,
    title: 'Service, NodePort',
    base: () => ({ spec: { type: 'NodePort', ports } }),
  },
  {
    title: 'Ingress',
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    resource: 'ingresses',
    namespaced: true,
    base: () => ({
      spec: { defaultBackend: { service: { port: { number: 80 } } } },
    }),
    field: value => ({
      spec: { defaultBackend: { service: { name: `web-${value}` } } },
    }),
  },
  {
    title: 'NetworkPolicy',
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    resource: 'networkpolicies',
    namespaced: true,
    base: nothingElse,
    field: value => ({
      spec: { podSelector: { matchLabels: { color: `color-${value}` } } },
    }),
  },
  {
    title: 'Endpoints',
    apiVersion: 'v1',
    kind: 'Endpoints',
    resource: 'endpoints',
    namespaced: true,
    base: nothingElse,
    field: value => ({
      subsets: [
        { addresses: [{ ip: `10.9.0.${1 + value}` }], ports: [{ port: 80 }] },
      ],
    }),
  },
  {
    title: 'EndpointSlice',
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    resource: 'endpointslices',
    namespaced: true,
    base: () => ({ addressType: 'IPv4' }),
    field: value => ({ endpoints: [{ addresses: [`10.9.1.${1 + value}`] }] }),
  },
];
