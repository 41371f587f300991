/** A pod with no more than it needs; its tag is `latest`, by silence. */
export const smallPod = {
  containers: [{ name: 'main', image: 'example/web' }],
};

/** A node that no cluster has: what is probed shall not run. */
const nowhere = { 'mission-control.dev/nowhere': 'true' };

/** A pod that touches the types that workloads nest, each with as little as it takes. */
export const fullPod = {
  nodeSelector: nowhere,
  initContainers: [
    { name: 'first', image: 'example/first:1' },
    { name: 'second', image: 'example/second' },
  ],
  containers: [
    {
      name: 'main',
      image: 'example/web:1',
      command: ['serve'],
      args: ['--fast'],
      workingDir: '/srv',
      ports: [
        { name: 'http', containerPort: 8080 },
        { name: 'dns', containerPort: 53, protocol: 'UDP' },
      ],
      env: [
        { name: 'PLAIN', value: 'a' },
        {
          name: 'NODE',
          valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } },
        },
        {
          name: 'LIMIT',
          valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } },
        },
        {
          name: 'FROM_MAP',
          valueFrom: { configMapKeyRef: { name: 'settings', key: 'a' } },
        },
        {
          name: 'FROM_SECRET',
          valueFrom: { secretKeyRef: { name: 'secrets', key: 'a' } },
        },
      ],
      envFrom: [{ configMapRef: { name: 'settings' } }],
      resources: { limits: { cpu: '1', memory: '64Mi' } },
      livenessProbe: { httpGet: { port: 8080 } },
      readinessProbe: { tcpSocket: { port: 8080 } },
      startupProbe: { grpc: { port: 8080 } },
      lifecycle: { preStop: { httpGet: { port: 8080 } } },
      securityContext: { runAsNonRoot: true },
      volumeMounts: [{ name: 'scratch', mountPath: '/scratch' }],
    },
    {
      name: 'aside',
      image: 'example/aside:latest',
      resources: { limits: { cpu: '2' } },
      livenessProbe: { exec: { command: ['true'] }, periodSeconds: 20 },
    },
  ],
  volumes: [
    { name: 'nothing' },
    { name: 'scratch', emptyDir: {} },
    { name: 'settings', configMap: { name: 'settings' } },
    { name: 'secrets', secret: { secretName: 'secrets' } },
    {
      name: 'down',
      downwardAPI: {
        items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }],
      },
    },
    {
      name: 'all',
      projected: {
        sources: [
          { serviceAccountToken: { path: 'token' } },
          { configMap: { name: 'settings' } },
          { secret: { name: 'secrets' } },
        ],
      },
    },
    { name: 'host', hostPath: { path: '/srv' } },
    { name: 'claimed', persistentVolumeClaim: { claimName: 'data' } },
    {
      name: 'passing',
      ephemeral: {
        volumeClaimTemplate: {
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: '1Gi' } },
          },
        },
      },
    },
    { name: 'files', nfs: { server: 'files.example.com', path: '/' } },
    {
      name: 'blocks',
      iscsi: {
        targetPortal: '10.0.0.1',
        iqn: 'iqn.2020-01.com.example:a',
        lun: 0,
      },
    },
    { name: 'driver', csi: { driver: 'example.com' } },
    { name: 'picture', image: { reference: 'example/data:1' } },
    { name: 'newest', image: { reference: 'example/data' } },
  ],
  tolerations: [{ key: 'a', operator: 'Exists' }],
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: { app: 'x' } },
    },
  ],
  affinity: {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 1,
          podAffinityTerm: {
            topologyKey: 'zone',
            labelSelector: { matchLabels: { app: 'x' } },
          },
        },
      ],
    },
  },
  hostAliases: [{ ip: '10.0.0.1', hostnames: ['a.example.com'] }],
  imagePullSecrets: [{ name: 'pull' }],
  securityContext: { runAsUser: 1000 },
  activeDeadlineSeconds: 600,
};

/** On the network of its node: ports of a container are ports of the node. */
export const hostPod = {
  hostNetwork: true,
  serviceAccountName: 'default',
  containers: [
    { name: 'main', image: 'example/web:1', ports: [{ containerPort: 8080 }] },
  ],
};
