import { samplesOf, type Samples } from '../Sample';

const selector = { app: 'x' };
const backend = { service: { name: 'x', port: { number: 80 } } };

/** What leads to pods. */
export const NETWORK: Samples = {
  ...samplesOf(
    '/v1/Service',
    [
      { spec: { type: 'ExternalName', externalName: 'example.com' } },
      { spec: { selector, clusterIP: 'None', ports: [{ port: 80 }] } },
      {
        spec: {
          selector,
          sessionAffinity: 'ClientIP',
          sessionAffinityConfig: { clientIP: {} },
          ports: [{ port: 80 }],
        },
      },
      { spec: { selector, type: 'NodePort', ports: [{ port: 8080 }] } },
      { spec: { selector, type: 'LoadBalancer', ports: [{ port: 80 }] } },
      {
        spec: {
          selector,
          sessionAffinity: 'ClientIP',
          ports: [
            { name: 'http', port: 80 },
            { name: 'dns', port: 53, protocol: 'UDP', targetPort: 'dns' },
          ],
        },
      },
    ],
    // Its endpoints are made by a controller, and named as it is.
    'probe-service',
  ),
  ...samplesOf('/v1/Endpoints', [
    {
      subsets: [
        {
          addresses: [{ ip: '10.1.2.3' }],
          ports: [{ port: 80 }],
        },
      ],
    },
  ]),
  ...samplesOf('discovery.k8s.io/v1/EndpointSlice', [
    {
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.1.2.3'] }],
      ports: [{ port: 80 }],
    },
  ]),
  ...samplesOf('networking.k8s.io/v1/NetworkPolicy', [
    { spec: { podSelector: {} } },
    {
      spec: {
        podSelector: { matchLabels: selector },
        ingress: [
          {
            from: [
              { podSelector: { matchLabels: selector } },
              { ipBlock: { cidr: '10.0.0.0/8' } },
            ],
            ports: [{ port: 80 }],
          },
        ],
        egress: [{ to: [{ namespaceSelector: {} }], ports: [{ port: 53 }] }],
      },
    },
  ]),
  ...samplesOf('networking.k8s.io/v1/Ingress', [
    { spec: { defaultBackend: backend } },
    {
      spec: {
        ingressClassName: 'probe',
        tls: [{ hosts: ['x.example.com'], secretName: 'tls' }],
        rules: [
          {
            host: 'x.example.com',
            http: { paths: [{ path: '/', pathType: 'Prefix', backend }] },
          },
        ],
      },
    },
  ]),
};
