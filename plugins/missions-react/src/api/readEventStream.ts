/** One server-sent event. */
export interface ServerSentEvent {
  /** Value of the last `id:` line; an opaque cursor. */
  id?: string;
  event: string;
  data: string;
}

/**
 * Reads `text/event-stream` (WHATWG HTML §9.2.6) from a body. `EventSource`
 * cannot send the portal's token, so the body comes from fetch. Comments and
 * events without data are left out.
 */
export async function* readEventStream(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<ServerSentEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let id: string | undefined;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      rest += decoder.decode(value, { stream: true });
      const blocks = rest.split(/\r\n\r\n|\n\n|\r\r/);
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const parsed = parseBlock(block);
        id = parsed.id ?? id;
        if (parsed.data !== undefined) {
          yield { id, event: parsed.event, data: parsed.data };
        }
      }
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function parseBlock(block: string): {
  id?: string;
  event: string;
  data?: string;
} {
  let id: string | undefined;
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') id = value;
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
  }
  return { id, event, data: data.length > 0 ? data.join('\n') : undefined };
}
