import { evaluateOnObject } from '@mission-control/plugin-missions-common';
import type { CheckOutcome } from '@mission-control/plugin-missions-node';
import type { EndpointInput } from './schema';

/** Characters of an answer that are kept as evidence. */
const EXCERPT = 2_000;

/** What came back, from whichever way it was asked. */
export interface EndpointAnswer {
  /** The request in words. */
  readonly asked: string;
  readonly status: number;
  /** Parsed JSON, or text. */
  readonly body: unknown;
}

/** Compares an answer with what the mission expects. */
export function verdictOf(
  input: EndpointInput,
  { asked, status, body }: EndpointAnswer,
  mask: <T>(value: T) => T,
): CheckOutcome {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
  const evidence = [
    {
      asked: mask(asked),
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

/** Nothing answers yet: no ready pod, or one that refuses the connection. */
export function noAnswer(
  asked: string,
  message: string,
  mask: <T>(value: T) => T,
): CheckOutcome {
  return {
    status: 'fail',
    message: mask(message),
    evidence: [{ asked: mask(asked), answered: mask(message) }],
    progressing: true,
    progressKey: mask(message),
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
