import {
  durationSeconds,
  MissionError,
} from '@mission-control/plugin-missions-common';
import {
  createMissionAction,
  createMissionCheck,
  type MissionAction,
  type MissionCheck,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { ask, type HttpAnswer } from './ask';
import { expectSchema, unmetExpectation } from './expectation';

const DEFAULT_TIMEOUT_SECONDS = 15;
/** Characters of an answer that are kept as evidence. */
const EXCERPT = 2_000;

const inputSchema = z
  .object({
    url: z.string().url().describe('http: or https:.'),
    method: z.enum(['GET', 'HEAD']).optional(),
    headers: z.record(z.string(), z.string()).optional(),
    expect: expectSchema.optional(),
    timeout: z
      .string()
      .refine(text => durationSeconds(text) !== undefined, {
        message: 'must be a duration such as 15s',
      })
      .optional()
      .describe('Defaults to 15s.'),
  })
  .strict();

type HttpInput = z.infer<typeof inputSchema>;

function question(
  input: HttpInput,
  signal: AbortSignal,
  allow: readonly string[],
) {
  const { url, method = 'GET', headers = {}, timeout } = input;
  const seconds = timeout ? durationSeconds(timeout) : undefined;
  return {
    url,
    method,
    headers,
    signal,
    allow,
    timeoutMs: (seconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
  };
}

function evidenceOf(input: HttpInput, answer: HttpAnswer) {
  return {
    asked: `${input.method ?? 'GET'} ${input.url}`,
    answered: {
      status: answer.status,
      url: answer.url,
      body: answer.text.slice(0, EXCERPT),
    },
    truncated: answer.truncated || answer.text.length > EXCERPT,
  };
}

/** The action core:http; `allow` names hosts that may be loopback or link-local. */
export function createHttpAction(options: {
  allow: readonly string[];
}): MissionAction {
  return createMissionAction({
    id: 'core:http',
    description:
      'Asks an HTTP address from the portal (GET or HEAD) and gives status and body to later steps. Loopback and link-local addresses are refused.',
    examples: [
      {
        description: 'Read the newest version from an API',
        yaml: [
          '- id: ask-version',
          '  action: core:http',
          '  input:',
          '    url: https://releases.example.com/latest.json',
          '    expect: { status: 200, json: size(body.version) > 0 }',
        ].join('\n'),
      },
    ],
    schema: {
      input: inputSchema,
      output: z.object({
        status: z.number().int(),
        text: z.string(),
        body: z.any().describe('The parsed JSON, where it is JSON.'),
      }),
    },
    effect: 'read',
    async run(ctx) {
      const answer = await ask(question(ctx.input, ctx.signal, options.allow));
      ctx.evidence(ctx.mask(evidenceOf(ctx.input, answer)));
      const unmet = unmetExpectation(answer, ctx.input.expect);
      if (unmet) {
        throw new MissionError(
          'HTTP_FAILED',
          ctx.mask(`${ctx.input.url}: ${unmet}`),
        );
      }
      return { status: answer.status, text: answer.text, body: parsed(answer) };
    },
  });
}

/** The check core:http. */
export function createHttpCheck(options: {
  allow: readonly string[];
}): MissionCheck {
  return createMissionCheck({
    id: 'core:http',
    description:
      'An HTTP address answers the portal as expected. No answer is unknown, a wrong answer fails.',
    examples: [
      {
        description: 'The public page answers',
        yaml: [
          '- id: page-answers',
          '  check: core:http',
          '  input:',
          '    url: https://shop.example.com/health',
          '    expect: { status: 200, text: ok }',
        ].join('\n'),
      },
    ],
    schema: { input: inputSchema },
    async run(ctx) {
      const { input } = ctx;
      try {
        const answer = await ask(question(input, ctx.signal, options.allow));
        const unmet = unmetExpectation(answer, input.expect);
        return {
          status: unmet ? 'fail' : 'pass',
          message: ctx.mask(
            unmet
              ? `${input.url}: ${unmet}`
              : `${input.url} answers as expected`,
          ),
          evidence: [ctx.mask(evidenceOf(input, answer))],
        };
      } catch (error) {
        ctx.signal.throwIfAborted();
        const { message } = error as Error;
        return {
          status: 'unknown',
          message: ctx.mask(message),
          evidence: [
            {
              asked: ctx.mask(`GET ${input.url}`),
              answered: ctx.mask(message),
            },
          ],
        };
      }
    },
  });
}

function parsed(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    return undefined;
  }
}
