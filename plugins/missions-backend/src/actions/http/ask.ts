import { MissionError } from '@mission-control/plugin-missions-common';
import { Agent, request } from 'undici';
import { guardAddress, type Resolve } from './addressGuard';

/** Bytes of an answer that are read; the rest is dropped and said so. */
export const MAX_BYTES = 256 * 1024;
const MAX_REDIRECTS = 5;
/** What says where to ask instead; 300 and 304 do not. */
export const REDIRECT_STATUSES: readonly number[] = [301, 302, 303, 307, 308];
/** How OpenSSL and Node name what is wrong with a certificate. */
const CERTIFICATE_CODES =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_)/;

/** A question to an HTTP address. */
export interface HttpQuestion {
  readonly url: string;
  readonly method: 'GET' | 'HEAD';
  readonly headers: Record<string, string>;
  /** none: a redirect is the answer. */
  readonly redirects: 'follow' | 'none';
  /** Of all hops together. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Hosts that may be loopback, link-local or cloud metadata. */
  readonly allow: readonly string[];
  readonly resolve?: Resolve;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  readonly truncated: boolean;
  /** After redirects. */
  readonly url: string;
  /** Of a redirect that was not followed. */
  readonly location?: string;
}

/**
 * Asks; follows redirects, each checked like the first address; the headers of
 * the question stay behind at the first step to another origin. Throws
 * HTTP_FAILED, ADDRESS_DENIED, or ACTION_INPUT_INVALID for impossible headers.
 */
export async function ask(question: HttpQuestion): Promise<HttpAnswer> {
  const limit = AbortSignal.timeout(question.timeoutMs);
  let url = new URL(question.url);
  let { headers } = question;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const answer = await askOnce(url, headers, question, limit);
    if (answer.location === undefined || question.redirects === 'none') {
      return { ...answer, url: url.href };
    }
    const next = redirectOf(answer.location, url);
    headers = next.origin === url.origin ? headers : {};
    url = next;
  }
  throw new MissionError(
    'HTTP_FAILED',
    `${question.url} redirects more than ${MAX_REDIRECTS} times`,
    {
      retryable: false,
      remedy: `Ask the address that it should end at, now ${url.href}, or mend the redirects.`,
    },
  );
}

function redirectOf(location: string, from: URL): URL {
  if (!URL.canParse(location, from)) {
    throw new MissionError(
      'HTTP_FAILED',
      `${from.href} redirects to '${location}', which is no address`,
      {
        retryable: false,
        remedy: `Mend the Location header that ${from.host} sends, or ask the address behind it.`,
      },
    );
  }
  return new URL(location, from);
}

async function askOnce(
  url: URL,
  headers: Record<string, string>,
  question: HttpQuestion,
  limit: AbortSignal,
): Promise<Omit<HttpAnswer, 'url'>> {
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
      signal: AbortSignal.any([question.signal, limit]),
    });
    const status = response.statusCode;
    const { location } = response.headers;
    const read = await readBounded(response.body);
    return REDIRECT_STATUSES.includes(status) && typeof location === 'string'
      ? { status, ...read, location }
      : { status, ...read };
  } catch (cause) {
    if (question.signal.aborted) {
      throw question.signal.reason;
    }
    throw limit.aborted
      ? new MissionError(
          'HTTP_FAILED',
          `${url.origin} did not answer within ${question.timeoutMs / 1000} s`,
          { cause },
        )
      : failureOf(cause, url);
  } finally {
    // destroy, not close: the rest of a long answer is of no interest.
    await dispatcher.destroy();
  }
}

function failureOf(cause: unknown, url: URL): MissionError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const code = String((cause as { code?: unknown }).code);
  if (code === 'UND_ERR_INVALID_ARG') {
    return new MissionError(
      'ACTION_INPUT_INVALID',
      `${url.origin} cannot be asked with these headers: ${reason}`,
      { cause, remedy: 'Correct the name or the value of the header.' },
    );
  }
  return new MissionError(
    'HTTP_FAILED',
    `${url.origin} did not answer: ${reason}`,
    {
      cause,
      ...(CERTIFICATE_CODES.test(code) && {
        remedy: `Give ${url.hostname} a certificate that the portal trusts, or let it trust the issuer (NODE_EXTRA_CA_CERTS).`,
      }),
    },
  );
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
