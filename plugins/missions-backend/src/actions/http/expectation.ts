import {
  celOver,
  evaluateOnObject,
} from '@mission-control/plugin-missions-common';
import { z } from 'zod';
import { MAX_BYTES, REDIRECT_STATUSES, type HttpAnswer } from './ask';

const KIBIBYTES = MAX_BYTES / 1024;

/** What an answer has to be like. */
export const expectSchema = z
  .object({
    status: z
      .union([z.number().int().min(100).max(599), z.array(z.number().int())])
      .optional()
      .describe('Status or statuses. Defaults to any below 400.'),
    json: z
      .string()
      .superRefine(celOver('status', 'body'))
      .optional()
      .describe('CEL over `status` and `body`, the parsed JSON.'),
    text: z.string().optional().describe('A text that the answer contains.'),
  })
  .strict();

export type Expectation = z.infer<typeof expectSchema>;

/** What keeps an answer from being as expected. */
export interface Unmet {
  readonly reason: string;
  /** Too little of the answer was read to tell. */
  readonly undecided?: boolean;
}

/**
 * Whether only a redirect would do: something that an answer is not as long as
 * redirects are followed.
 */
export function expectsRedirect(expectation: Expectation = {}): boolean {
  const statuses = [expectation.status ?? []].flat();
  return (
    statuses.length > 0 &&
    statuses.every(status => REDIRECT_STATUSES.includes(status))
  );
}

/** Why an answer is not as expected, or undefined when it is. */
export function unmetExpectation(
  answer: HttpAnswer,
  expectation: Expectation = {},
): Unmet | undefined {
  const { status, json, text } = expectation;
  const statuses = status === undefined ? undefined : [status].flat();
  if (statuses ? !statuses.includes(answer.status) : answer.status >= 400) {
    return {
      reason: `answered ${answer.status}, expected ${
        statuses?.join(' or ') ?? 'less than 400'
      }`,
    };
  }
  if (text !== undefined && !answer.text.includes(text)) {
    return answer.truncated
      ? {
          reason: `the first ${KIBIBYTES} KiB of the answer, all that is read, do not contain '${text}'`,
          undecided: true,
        }
      : { reason: `the answer does not contain '${text}'` };
  }
  return json === undefined ? undefined : unmetJson(answer, json);
}

function unmetJson(answer: HttpAnswer, expression: string): Unmet | undefined {
  let body: unknown;
  try {
    body = JSON.parse(answer.text);
  } catch {
    return answer.truncated
      ? {
          reason: `the answer is longer than ${KIBIBYTES} KiB: too long to be read as JSON`,
          undecided: true,
        }
      : { reason: 'the answer is not JSON' };
  }
  try {
    const holds = evaluateOnObject(expression, {
      status: answer.status,
      body,
    });
    return holds === true
      ? undefined
      : { reason: `${expression} is ${String(holds)}` };
  } catch (error) {
    return {
      reason: `${expression} cannot be evaluated: ${(error as Error).message}`,
    };
  }
}
