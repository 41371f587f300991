import { refusalOf, type Refusal } from './refusalOf';

/** What is read of an answer: that of fetch and of the generated client fit. @public */
export interface ApiAnswer {
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  text(): Promise<string>;
}

/**
 * The JSON object that the API answered, or why there is none. Never throws for
 * what was answered: the page of a proxy is a refusal too, whatever its status.
 * Throws what the connection throws.
 * @public
 */
export async function readAnswer<T>(
  answer: ApiAnswer,
): Promise<{ body: T } | { refusal: Refusal }> {
  const body = parseObject(await answer.text());
  return answer.ok && body
    ? { body: body as T }
    : { refusal: refusalOf(answer, body) };
}

/** Why an answer is not the one that was asked for. @public */
export async function readRefusal(answer: ApiAnswer): Promise<Refusal> {
  const text = await answer.text().catch(() => '');
  return refusalOf(answer, parseObject(text));
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text);
    return value && typeof value === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}
