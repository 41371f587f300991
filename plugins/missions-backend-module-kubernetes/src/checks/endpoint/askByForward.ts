import { isMissionError } from '@mission-control/plugin-missions-common';
import type {
  BaseContext,
  CheckOutcome,
} from '@mission-control/plugin-missions-node';
import { choosePod } from './choosePod';
import type { EndpointInput } from './schema';
import { noAnswer, verdictOf } from './verdict';

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 1024 * 1024;

/** Asks one ready pod behind a Service by port-forward. */
export async function askByForward(
  ctx: BaseContext<EndpointInput>,
): Promise<CheckOutcome> {
  const { input, mask } = ctx;
  const service = `${input.namespace}/${input.service}`;
  const chosen = await choosePod(ctx.cluster, input, ctx.signal);
  if (chosen.kind === 'none') {
    const asked = `Ready pods behind Service ${service}`;
    const outcome = noAnswer(asked, chosen.reason, mask);
    return chosen.why === 'impossible'
      ? {
          ...outcome,
          status: 'unknown',
          progressing: false,
          remedy: { text: 'Use via: proxy for this Service.' },
        }
      : { ...outcome, progressing: chosen.why === 'waiting' };
  }
  const { pod, port } = chosen;
  const scheme = input.scheme ?? 'http';
  const path = input.path ?? '/';
  const asked = `GET ${scheme}://${pod}:${port}${path} by port-forward (Service ${service})`;
  try {
    const { status, body } = await ctx.cluster.getFromPod({
      namespace: input.namespace,
      pod,
      port,
      scheme,
      path,
      host: `${input.service}.${input.namespace}.svc`,
      headers: { accept: '*/*' },
      signal: ctx.signal,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    });
    return verdictOf(input, { asked, status, body }, mask);
  } catch (error) {
    ctx.signal.throwIfAborted();
    const gone =
      isMissionError(error) &&
      (error.code === 'HTTP_FAILED' || error.code === 'KUBERNETES_NOT_FOUND');
    if (gone) {
      return noAnswer(asked, error.message, mask);
    }
    throw error;
  }
}
