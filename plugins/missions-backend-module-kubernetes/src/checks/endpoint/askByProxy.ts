import { isMissionError } from '@mission-control/plugin-missions-common';
import type {
  BaseContext,
  CheckOutcome,
} from '@mission-control/plugin-missions-node';
import type { EndpointInput } from './schema';
import { verdictOf } from './verdict';

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 1024 * 1024;

/** Asks a Service through the API server's proxy. */
export async function askByProxy(
  ctx: BaseContext<EndpointInput>,
  asked: string,
): Promise<CheckOutcome> {
  const { input } = ctx;
  const [pathname, ...query] = (input.path ?? '/').split('?');
  try {
    const { status, body } = await ctx.cluster.request<unknown>({
      path: `${proxyPath(input)}${pathname}`,
      query: Object.fromEntries(new URLSearchParams(query.join('?'))),
      headers: { accept: '*/*' },
      signal: ctx.signal,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    });
    return verdictOf(input, { asked, status, body }, ctx.mask);
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined) {
      throw error;
    }
    ctx.signal.throwIfAborted();
    const { message: body } = error as Error;
    return verdictOf(input, { asked, status, body }, ctx.mask);
  }
}

/** Where the API server's proxy serves a port of a Service. */
export function proxyPath({ namespace, service, port, scheme }: EndpointInput) {
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
