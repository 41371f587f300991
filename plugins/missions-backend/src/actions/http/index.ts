import {
  DURATION_PATTERN,
  durationSeconds,
  MissionError,
} from '@mission-control/plugin-missions-common';
import {
  createMissionAction,
  createMissionCheck,
  type BaseContext,
  type MissionAction,
  type MissionCheck,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { ask, type HttpAnswer } from './ask';
import { expectSchema, expectsRedirect, unmetExpectation } from './expectation';

const DEFAULT_TIMEOUT_SECONDS = 15;
/** Characters of an answer that are kept as evidence. */
const EXCERPT = 2_000;

const inputSchema = z
  .object({
    url: z
      .url({
        protocol: /^https?$/,
        error: 'must be an address that begins with http: or https:',
      })
      .describe('http: or https:.'),
    method: z.enum(['GET', 'HEAD']).optional(),
    headers: z
      .record(z.string(), z.string())
      .optional()
      .describe('Sent to the origin of url only, not after a redirect away.'),
    redirects: z
      .enum(['follow', 'none'])
      .optional()
      .describe(
        'none: a redirect is the answer, with its location. Defaults to follow, five at most.',
      ),
    expect: expectSchema.optional(),
    timeout: z
      .string()
      .refine(text => durationSeconds(text) !== undefined, {
        message: 'must be a duration such as 15s',
      })
      .meta({ pattern: DURATION_PATTERN.source })
      .optional()
      .describe('Defaults to 15s.'),
  })
  .strict()
  .refine(
    ({ redirects, expect }) => redirects === 'none' || !expectsRedirect(expect),
    {
      path: ['expect', 'status'],
      message:
        'is never the answer while redirects are followed; add redirects: none',
    },
  );

type HttpInput = z.infer<typeof inputSchema>;

function question(
  input: HttpInput,
  signal: AbortSignal,
  allow: readonly string[],
) {
  const { url, method = 'GET', headers = {}, timeout } = input;
  const { redirects = 'follow' } = input;
  const seconds = timeout ? durationSeconds(timeout) : undefined;
  return {
    url,
    method,
    headers,
    redirects,
    signal,
    allow,
    timeoutMs: (seconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
  };
}

/** Masked while the answer is whole: what a cut leaves of a secret is not found. */
function evidenceOf(
  input: HttpInput,
  answer: HttpAnswer,
  mask: BaseContext<HttpInput>['mask'],
) {
  const { status, url, location } = answer;
  const text = mask(answer.text);
  return {
    asked: askedOf(input, mask),
    answered: {
      ...mask({ status, url, ...(location !== undefined && { location }) }),
      body: text.slice(0, EXCERPT),
    },
    truncated: answer.truncated || text.length > EXCERPT,
  };
}

function askedOf(input: HttpInput, mask: BaseContext<HttpInput>['mask']) {
  return mask(`${input.method ?? 'GET'} ${input.url}`);
}

/** The action core:http; `allow` names hosts that are never refused. */
export function createHttpAction(options: {
  allow: readonly string[];
}): MissionAction {
  return createMissionAction({
    id: 'core:http',
    description:
      'Asks an HTTP address from the portal (GET or HEAD) and gives status and body to later steps. Loopback, link-local and cloud metadata addresses are refused.',
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
        location: z
          .string()
          .optional()
          .describe('Where a redirect that was not followed leads.'),
      }),
    },
    effect: 'read',
    async run(ctx) {
      const answer = await ask(question(ctx.input, ctx.signal, options.allow));
      ctx.evidence(evidenceOf(ctx.input, answer, ctx.mask));
      const unmet = unmetExpectation(answer, ctx.input.expect);
      if (unmet) {
        throw new MissionError(
          'HTTP_FAILED',
          ctx.mask(`${ctx.input.url}: ${unmet.reason}`),
        );
      }
      const { status, text, location } = answer;
      return { status, text, body: parsed(answer), location };
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
      'An HTTP address answers the portal as expected. No answer, or one too long to tell, is unknown; a wrong answer fails.',
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
        const wrong = unmet?.undecided ? 'unknown' : 'fail';
        return {
          status: unmet ? wrong : 'pass',
          message: ctx.mask(
            unmet
              ? `${input.url}: ${unmet.reason}`
              : `${input.url} answers as expected`,
          ),
          evidence: [evidenceOf(input, answer, ctx.mask)],
        };
      } catch (error) {
        ctx.signal.throwIfAborted();
        const { message } = error as Error;
        return {
          status: 'unknown',
          message: ctx.mask(message),
          evidence: [
            {
              asked: askedOf(input, ctx.mask),
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
