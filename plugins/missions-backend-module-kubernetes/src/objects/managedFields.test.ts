import { ownerAt } from './managedFields';

const object = {
  metadata: {
    managedFields: [
      {
        manager: 'web-team',
        fieldsV1: {
          'f:spec': {
            'f:replicas': {},
            'f:containers': {
              'k:{"name":"web"}': {
                '.': {},
                'f:image': {},
                'f:ports': {
                  'k:{"containerPort":80,"protocol":"TCP"}': {
                    'f:containerPort': {},
                  },
                },
              },
            },
            'f:selector': {},
          },
        },
      },
      { manager: 'autoscaler', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
    ],
  },
  spec: {
    replicas: 1,
    selector: { app: 'web' },
    containers: [{ name: 'web', image: 'a', ports: [{ containerPort: 80 }] }],
  },
} as any;
const web = { keys: { name: 'web' } };
const port = { keys: { containerPort: 80, protocol: 'TCP' } };

describe('ownerAt', () => {
  it.each([
    [['spec', 'replicas'], 'web-team, autoscaler'],
    [['spec', 'containers', web, 'image'], 'web-team'],
    [['spec', 'containers', web, 'ports', port, 'containerPort'], 'web-team'],
    [['spec', 'selector', 'app'], 'web-team'],
    [['spec', 'containers', web, 'command'], undefined],
    [['metadata', 'labels', 'app'], undefined],
  ])('%j belongs to %s', (path, owner) => {
    expect(ownerAt(object, path as any)).toBe(owner);
  });
});
