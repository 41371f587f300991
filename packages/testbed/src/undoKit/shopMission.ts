import { openVersion } from '../definitions/openVersion';

/** A mission that creates, changes and deletes, over many kinds. */
export const shopMission = `
apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: shop, title: Rebuild the shop, description: Makes and changes and deletes. }
spec:
  type: install
  targets: { min: 1 }
  steps:
    - id: make
      action: kubernetes:apply
      input:
        objects:
          - { apiVersion: v1, kind: Namespace, metadata: { name: made } }
          - { apiVersion: v1, kind: ConfigMap, metadata: { name: page, namespace: made }, data: { a: b } }
          - { apiVersion: v1, kind: Secret, metadata: { name: key, namespace: made }, stringData: { password: made-secret-value } }
          - { apiVersion: v1, kind: ServiceAccount, metadata: { name: app, namespace: made } }
          - { apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: { name: reader, namespace: made }, rules: [{ apiGroups: [''], resources: [pods], verbs: [get] }] }
          - { apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: { name: 'shop:reader' }, rules: [{ apiGroups: [''], resources: [pods], verbs: [get] }] }
          - apiVersion: apps/v1
            kind: Deployment
            metadata: { name: app, namespace: made }
            spec:
              selector: { matchLabels: { app: app } }
              template: { metadata: { labels: { app: app } }, spec: { containers: [{ name: app, image: 'example/app:1' }] } }
          - apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: { name: gadgets.shop.example.com }
            spec:
              group: shop.example.com
              names: { kind: Gadget, plural: gadgets }
              scope: Namespaced
              versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } } }]
    - id: use
      action: kubernetes:apply
      input:
        objects:
          - { apiVersion: shop.example.com/v1, kind: Gadget, metadata: { name: first, namespace: shop }, spec: { size: 1 } }
    - id: change
      action: kubernetes:apply
      input:
        takeOver:
          - { kind: ConfigMap, namespace: shop, name: settings }
          - { kind: Secret, namespace: shop, name: token }
          - { kind: Deployment, namespace: shop, name: web }
          - { kind: Widget, namespace: shop, name: one }
        objects:
          - { apiVersion: v1, kind: ConfigMap, metadata: { name: settings, namespace: shop, labels: { rebuilt: 'yes' } }, data: { color: blue, size: '9' } }
          - { apiVersion: v1, kind: Secret, metadata: { name: token, namespace: shop }, stringData: { password: changed-secret-value } }
          - apiVersion: apps/v1
            kind: Deployment
            metadata: { name: web, namespace: shop }
            spec:
              replicas: 3
              selector: { matchLabels: { app: web } }
              template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: 'example/web:2', env: [{ name: COLOR, value: blue }] }] } }
          - { apiVersion: shop.example.com/v1, kind: Widget, metadata: { name: one, namespace: shop }, spec: { size: 7, ratio: 0.25 } }
    - id: label
      action: kubernetes:patch
      input:
        object: { apiVersion: v1, kind: ConfigMap, name: settings, namespace: shop }
        patch: { metadata: { annotations: { note: 'by the mission' } }, data: { color: green, odd: null } }
    - id: remove
      action: kubernetes:delete
      input:
        objects:
          - { apiVersion: v1, kind: ConfigMap, name: old, namespace: shop }
          - { apiVersion: v1, kind: Secret, name: old, namespace: shop }
          - { apiVersion: v1, kind: Service, name: web, namespace: shop }
          - { apiVersion: v1, kind: ConfigMap, name: owned, namespace: shop }
          - { apiVersion: v1, kind: ConfigMap, name: owner, namespace: shop }
          - { apiVersion: shop.example.com/v1, kind: Widget, name: two, namespace: shop }
  verify:
    - id: proof
      check: kubernetes:object
      input: { object: { apiVersion: v1, kind: Namespace, name: made } }
`;

const shop = { namespace: 'shop' };

/** What is there before the mission: for `kubectl apply --server-side`. */
export const shopBefore = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...shop, name: 'settings', annotations: { note: 'of alice' } },
    data: { color: 'red', odd: 'a<b && "c" \\ \u0085 é 😀\nnext: [x]' },
  },
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { ...shop, name: 'token' },
    data: { password: Buffer.from('former-secret-value').toString('base64') },
  },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...shop, name: 'old', labels: { 'example.com/age': 'old' } },
    data: { 'a.json': '{"x": 1}' },
  },
  {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: { ...shop, name: 'old' },
    data: { key: Buffer.from('deleted-secret-value').toString('base64') },
  },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...shop, name: 'owner' } },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...shop, name: 'web' },
    spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80 }] },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...shop, name: 'web' },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image: 'example/web:1' }] },
      },
    },
  },
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.shop.example.com' },
    spec: {
      group: 'shop.example.com',
      names: { kind: 'Widget', plural: 'widgets' },
      scope: 'Namespaced',
      versions: [openVersion('v1')],
    },
  },
];

/** Objects of the definition above. */
export const shopWidgets = ['one', 'two'].map(name => ({
  apiVersion: 'shop.example.com/v1',
  kind: 'Widget',
  metadata: { ...shop, name },
  spec: { size: 1, ratio: 0.5, names: ['a', 'b'] },
}));
