import { evaluateOnObject } from '@mission-control/plugin-missions-common';
import {
  createMissionCheck,
  type CheckOutcome,
} from '@mission-control/plugin-missions-node';
import { isMissionError } from '@mission-control/plugin-missions-common';
import { z } from 'zod';
import { couldNotLook } from './outcomes';

/** Characters of an answer that are kept as evidence. */
const EXCERPT = 2_000;
const TIMEOUT_MS = 15_000;
const MAX_BYTES = 1024 * 1024;

const inputSchema = z.strictObject({
  namespace: z.string().min(1),
  service: z.string().min(1),
  port: z
    .union([z.number().int().min(1).max(65535), z.string().min(1)])
    .describe('Number or name of a port of the Service.'),
  scheme: z.enum(['http', 'https']).optional(),
  path: z
    .string()
    .startsWith('/')
    .optional()
    .describe('With its query. Defaults to /.'),
  expect: z
    .strictObject({
      status: z
        .union([z.number().int(), z.array(z.number().int()).min(1)])
        .optional()
        .describe('Defaults to 200.'),
      json: z
        .string()
        .optional()
        .describe('CEL over `status` and `body`, the parsed answer.'),
      text: z.string().optional().describe('A text that the answer contains.'),
    })
    .optional(),
});

type EndpointInput = z.infer<typeof inputSchema>;

/** kubernetes:endpoint */
export const endpointCheck = createMissionCheck({
  id: 'kubernetes:endpoint',
  description:
    "A Service answers HTTP as expected, asked through the API server's proxy: the portal needs no way into the pod network.",
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
  ],
  schema: { input: inputSchema },
  async run(ctx) {
    const { input } = ctx;
    const [pathname, ...query] = (input.path ?? '/').split('?');
    const path = `${proxyPath(input)}${pathname}`;
    const asked = `GET ${path}${query.length > 0 ? `?${query.join('?')}` : ''}`;
    try {
      const { status, body } = await ctx.cluster.request<unknown>({
        path,
        query: Object.fromEntries(new URLSearchParams(query.join('?'))),
        headers: { accept: '*/*' },
        signal: ctx.signal,
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_BYTES,
      });
      return verdict(ctx.mask(asked), input, status, body, ctx.mask);
    } catch (error) {
      const status = statusOf(error);
      if (status !== undefined) {
        ctx.signal.throwIfAborted();
        const { message } = error as Error;
        return verdict(ctx.mask(asked), input, status, message, ctx.mask);
      }
      return couldNotLook(error, ctx.mask(asked), ctx.signal);
    }
  },
});

function proxyPath({ namespace, service, port, scheme }: EndpointInput) {
  const target = [scheme === 'https' ? 'https' : 'http', service, port].join(
    ':',
  );
  return `/api/v1/namespaces/${encodeURIComponent(
    namespace,
  )}/services/${target}/proxy`;
}

/** The status behind the proxy, or of the proxy itself when nothing answers there yet. */
function statusOf(error: unknown): number | undefined {
  if (!isMissionError(error)) {
    return undefined;
  }
  const status = error.details?.httpStatus;
  if (typeof status === 'number' && status !== 401 && status !== 403) {
    return status;
  }
  return error.code === 'KUBERNETES_NOT_FOUND' ? 404 : undefined;
}

function verdict(
  asked: string,
  input: EndpointInput,
  status: number,
  body: unknown,
  mask: <T>(value: T) => T,
): CheckOutcome {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
  const evidence = [
    {
      asked,
      answered: mask({ status, body: text.slice(0, EXCERPT) }),
      truncated: text.length > EXCERPT,
    },
  ];
  const unmet = unmetExpectation(input, status, body, text);
  if (unmet === undefined) {
    return {
      status: 'pass',
      message: `${input.service} answers as expected`,
      evidence,
    };
  }
  // 502 to 504 come from the proxy while no pod is ready: still on its way.
  return {
    status: 'fail',
    message: mask(`${input.service} ${unmet}`),
    evidence,
    progressing: status >= 502 && status <= 504,
    progressKey: String(status),
  };
}

function unmetExpectation(
  { expect = {} }: EndpointInput,
  status: number,
  body: unknown,
  text: string,
): string | undefined {
  const statuses = [expect.status ?? 200].flat();
  if (!statuses.includes(status)) {
    return `answered ${status}, expected ${statuses.join(' or ')}`;
  }
  if (expect.text !== undefined && !text.includes(expect.text)) {
    return `answered without '${expect.text}'`;
  }
  if (expect.json === undefined) {
    return undefined;
  }
  try {
    const parsed = typeof body === 'string' ? JSON.parse(body) : body;
    const said = evaluateOnObject(expect.json, { status, body: parsed });
    return said === true
      ? undefined
      : `answered so that ${expect.json} is ${said}`;
  } catch (error) {
    return `answered something that ${expect.json} cannot be asked of: ${
      (error as Error).message
    }`;
  }
}
