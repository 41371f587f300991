import { IncomingMessage } from 'node:http';
import { parse as parseYaml } from 'yaml';
import { ApiError, badRequest } from '../status';

const MAX_BYTES = 3 * 1024 * 1024;

/** Reads a request body as text; 413 beyond 3 MiB. */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BYTES) {
      throw new ApiError(
        413,
        'RequestEntityTooLarge',
        `Request entity too large: limit is ${MAX_BYTES}`,
      );
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const READABLE = ['application/json', 'application/yaml'];

/** Reads a JSON or YAML body; undefined when there is none, 415 for any other. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  if (!READABLE.includes(mediaType(request))) {
    throw new ApiError(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: ${READABLE.join(
        ', ',
      )}`,
    );
  }
  const text = await readText(request);
  if (!text.trim()) return undefined;
  try {
    return mediaType(request) === 'application/yaml'
      ? parseYaml(text)
      : JSON.parse(text);
  } catch (error) {
    throw badRequest(
      `couldn't get version/kind; json parse error: ${
        (error as Error).message
      }`,
    );
  }
}

/** The media type of a request without its parameters. */
export function mediaType(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? 'application/json')
    .split(';')[0]
    .trim();
}
