import { createMissionCheck } from '@mission-control/plugin-missions-node';
import { lookOrUnknown } from '../outcomes';
import { askByForward } from './askByForward';
import { askByProxy, proxyPath } from './askByProxy';
import { inputSchema } from './schema';

/** kubernetes:endpoint */
export const endpointCheck = createMissionCheck({
  id: 'kubernetes:endpoint',
  description:
    "A Service answers HTTP as expected, asked through the API server's proxy or by a port-forward to one of its pods: the portal needs no way into the pod network.",
  examples: [
    {
      description: "Ask for the product's own answer",
      yaml: [
        '- id: counts-costs',
        '  check: kubernetes:endpoint',
        '  input:',
        '    namespace: opencost',
        '    service: opencost',
        '    port: 9003',
        '    path: /allocation/compute?window=60m',
        '    expect: { status: 200, json: size(body.data) > 0 }',
      ].join('\n'),
    },
    {
      description: 'Where the API server cannot reach pods by itself',
      yaml: [
        '- id: answers',
        '  check: kubernetes:endpoint',
        '  input:',
        '    namespace: shop',
        '    service: web',
        '    port: http',
        '    path: /healthz',
        '    via: port-forward',
      ].join('\n'),
    },
  ],
  schema: { input: inputSchema },
  run(ctx) {
    const { input, signal } = ctx;
    if (input.via === 'port-forward') {
      const what = `Service ${input.namespace}/${input.service} by port-forward`;
      return lookOrUnknown(what, signal, () => askByForward(ctx));
    }
    const asked = `GET ${proxyPath(input)}${input.path ?? '/'}`;
    return lookOrUnknown(ctx.mask(asked), signal, () => askByProxy(ctx, asked));
  },
});
