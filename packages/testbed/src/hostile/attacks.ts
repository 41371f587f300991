import fc, { type Arbitrary } from 'fast-check';
import type { ServerResponse } from 'node:http';
import type { Attack } from './HostileCluster';

/** What stands where Kubernetes has something else. */
const junk: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, true, false, 0, -1, 1.5, 1e308, '', ' ', '-', '..', '/', 'a/b'],
    ...[[], {}, [null], [[]], [{}], { a: null }, 'x'.repeat(5_000)],
    ...['2026-13-45T99:99:99Z', '-1', '1e9', 'True', 'Unknown', '\u0000'],
    JSON.parse('{"__proto__":{"a":1},"constructor":1,"toString":1}'),
    JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`),
    Array.from({ length: 5_000 }, () => ({})),
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** An attack as it can be printed, and laid again. */
export type AttackWords =
  | {
      readonly kind: 'content';
      /** Number of the place, of all in the answer. */
      readonly at: number;
      readonly flaw: unknown;
      /** The member is gone instead. */
      readonly gone: boolean;
    }
  | { readonly kind: keyof typeof whole };

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** Attacks on how an answer comes. */
const whole = {
  nothing: () => ({ body: undefined }),
  'a list': ({ body }) => ({ body: [body] }),
  'a redirect': (_, response) =>
    sent(response, 302, { Location: 'http://127.0.0.1:1/' }, ''),
  'a web page': ({ body }, response) =>
    sent(response, 200, { 'Content-Type': 'text/html' }, textOf(body)),
  'a text': ({ body }, response) =>
    sent(response, 200, { 'Content-Type': 'text/plain' }, textOf(body)),
  'half of it': ({ body }, response) =>
    sent(response, 200, JSON_TYPE, textOf(body).slice(0, -5)),
  'less than it says': ({ body }, response) => {
    response.writeHead(200, { ...JSON_TYPE, 'Content-Length': '1000000' });
    response.write(textOf(body));
    response.destroy();
    return 'answered';
  },
  'a strange refusal': (_, response) =>
    sent(
      response,
      500,
      JSON_TYPE,
      '{"kind":"Status","message":{"a":1},"details":[1]}',
    ),
  'a strange absence': (_, response) =>
    sent(response, 404, JSON_TYPE, '{"kind":"Status","details":{"name":[]}}'),
} satisfies Record<string, Attack>;

/** Attacks of every kind, more on content than on the rest. */
export const attacks: Arbitrary<AttackWords> = fc.oneof(
  {
    arbitrary: fc.record({
      kind: fc.constant('content' as const),
      at: fc.nat(),
      flaw: junk,
      gone: fc.boolean(),
    }),
    weight: 10,
  },
  fc
    .constantFrom(...(Object.keys(whole) as (keyof typeof whole)[]))
    .map(kind => ({ kind })),
);

/** The attack that was described. */
export function attackOf(words: AttackWords): Attack {
  if (words.kind !== 'content') {
    return whole[words.kind];
  }
  const { at, flaw, gone } = words;
  return ({ body }) => {
    const copy = { root: body };
    const places = placesOf(copy);
    const { holder, key } = places[at % places.length];
    if (gone && holder !== copy && !Array.isArray(holder)) {
      delete holder[key];
    } else {
      holder[key] = flaw;
    }
    return { body: copy.root };
  };
}

function placesOf(root: object): { holder: any; key: string }[] {
  return Object.entries(root).flatMap(([key, value]) => [
    { holder: root, key },
    ...(typeof value === 'object' && value !== null ? placesOf(value) : []),
  ]);
}

function sent(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  text: string,
): 'answered' {
  response.writeHead(status, headers);
  response.end(text);
  return 'answered';
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
