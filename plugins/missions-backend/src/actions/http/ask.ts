import { MissionError } from '@mission-control/plugin-missions-common';
import { Agent, request } from 'undici';
import { guardAddress, type Resolve } from './addressGuard';

/** Bytes of an answer that are read; the rest is dropped and said so. */
const MAX_BYTES = 256 * 1024;
const MAX_REDIRECTS = 5;

/** A question to an HTTP address. */
export interface HttpQuestion {
  readonly url: string;
  readonly method: 'GET' | 'HEAD';
  readonly headers: Record<string, string>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Hosts that may be loopback or link-local. */
  readonly allow: readonly string[];
  readonly resolve?: Resolve;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  readonly truncated: boolean;
  /** After redirects. */
  readonly url: string;
}

/**
 * Asks; follows redirects, each checked like the first address; credentials
 * do not follow to another origin. Throws HTTP_FAILED or ADDRESS_DENIED.
 */
export async function ask(question: HttpQuestion): Promise<HttpAnswer> {
  let url = new URL(question.url);
  const origin = url.origin;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const headers = url.origin === origin ? question.headers : {};
    const answer = await askOnce(url, headers, question);
    if (answer.location === undefined) {
      return { ...answer, url: url.href };
    }
    url = new URL(answer.location, url);
  }
  throw new MissionError(
    'HTTP_FAILED',
    `${question.url} redirects more than ${MAX_REDIRECTS} times`,
    { retryable: false },
  );
}

async function askOnce(
  url: URL,
  headers: Record<string, string>,
  question: HttpQuestion,
) {
  const { address, family } = await guardAddress(url, question);
  const dispatcher = new Agent({
    connect: {
      // Connects to the address that was checked, whatever the name says now.
      lookup: (_name, options, callback) =>
        options.all
          ? callback(null, [{ address, family }])
          : callback(null, address, family),
    },
  });
  try {
    const response = await request(url, {
      method: question.method,
      headers,
      dispatcher,
      signal: AbortSignal.any([
        question.signal,
        AbortSignal.timeout(question.timeoutMs),
      ]),
    });
    const status = response.statusCode;
    const location = response.headers.location;
    if (status >= 300 && status < 400 && typeof location === 'string') {
      await response.body.dump();
      return { status, text: '', truncated: false, location };
    }
    return { status, ...(await readBounded(response.body)) };
  } catch (cause) {
    if (question.signal.aborted) {
      throw question.signal.reason;
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MissionError(
      'HTTP_FAILED',
      `${url.origin} did not answer: ${reason}`,
      { cause },
    );
  } finally {
    // destroy, not close: the rest of a long answer is of no interest.
    await dispatcher.destroy();
  }
}

async function readBounded(body: AsyncIterable<Buffer>) {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BYTES) {
      break;
    }
  }
  const text = Buffer.concat(chunks).subarray(0, MAX_BYTES).toString('utf8');
  return { text, truncated: size > MAX_BYTES };
}
