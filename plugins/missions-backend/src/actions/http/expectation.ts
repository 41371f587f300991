import { evaluateOnObject } from '@mission-control/plugin-missions-common';
import { z } from 'zod';
import type { HttpAnswer } from './ask';

/** What an answer has to be like. */
export const expectSchema = z
  .object({
    status: z
      .union([z.number().int().min(100).max(599), z.array(z.number().int())])
      .optional()
      .describe('Status or statuses. Defaults to any below 400.'),
    json: z
      .string()
      .optional()
      .describe('CEL over `status` and `body`, the parsed JSON.'),
    text: z.string().optional().describe('A text that the answer contains.'),
  })
  .strict();

export type Expectation = z.infer<typeof expectSchema>;

/** Why an answer is not as expected, or undefined when it is. */
export function unmetExpectation(
  answer: HttpAnswer,
  expectation: Expectation = {},
): string | undefined {
  const { status, json, text } = expectation;
  const statuses = status === undefined ? undefined : [status].flat();
  if (statuses ? !statuses.includes(answer.status) : answer.status >= 400) {
    return `answered ${answer.status}, expected ${
      statuses?.join(' or ') ?? 'less than 400'
    }`;
  }
  if (text !== undefined && !answer.text.includes(text)) {
    return `the answer does not contain '${text}'`;
  }
  return json === undefined ? undefined : unmetJson(answer, json);
}

function unmetJson(answer: HttpAnswer, expression: string): string | undefined {
  let body: unknown;
  try {
    body = JSON.parse(answer.text);
  } catch {
    return answer.truncated
      ? 'the answer is too long to be read as JSON'
      : 'the answer is not JSON';
  }
  try {
    const holds = evaluateOnObject(expression, {
      status: answer.status,
      body,
    });
    return holds === true ? undefined : `${expression} is ${String(holds)}`;
  } catch (error) {
    return `${expression} cannot be evaluated: ${(error as Error).message}`;
  }
}
