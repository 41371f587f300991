import { MissionError } from '@mission-control/plugin-missions-common';
import type { Request } from 'express';
import { bodySchemaOf, queryNamesOf } from './apiPaths';

const PLACE = /request\/(query|body|headers|params)((?:\/[^\s/,]+)*)/g;
const EXTRA = 'must NOT have additional properties';
const NO_KEY = "request/headers must have required property 'idempotency-key'";
const NO_TYPE = 'unsupported media type undefined';

/**
 * What the validator of openapi.yaml says, for people: `request/body/targets/0`
 * becomes targets[0], and a field that is not known is named.
 */
export function validatorError(req: Request, message: string): MissionError {
  if (message === NO_TYPE) {
    return new MissionError('INPUT_INVALID', 'The request has no body', {
      remedy:
        'Send a JSON object with Content-Type: application/json; {} where there is nothing to say.',
    });
  }
  if (message.startsWith('Unknown query parameter')) {
    const names = queryNamesOf(req);
    return new MissionError('INPUT_INVALID', message, {
      remedy: names.length
        ? `Leave it out; known are ${names.join(', ')}.`
        : 'Leave it out; there are none here.',
    });
  }
  const text = message
    .replace(NO_KEY, "Header 'Idempotency-Key' is missing")
    .replace(
      new RegExp(`${PLACE.source} ${EXTRA}`, 'g'),
      (whole, place, pointer) =>
        place === 'body' ? extraFields(req, pointer) ?? whole : whole,
    )
    .replace(PLACE, (_, place, pointer) => nameOf(place, pointer));
  return new MissionError('INPUT_INVALID', text, {
    remedy: message.includes(NO_KEY)
      ? 'Send Idempotency-Key: a text of your own, such as a UUID; the same request with the same key starts nothing twice.'
      : undefined,
  });
}

/** Fields of the body, at a place in it, that the API does not know. */
function extraFields(req: Request, pointer: string): string | undefined {
  const { method, path } = req;
  const known = bodySchemaOf({ method, path, pointer })?.properties;
  const value: unknown = pointer
    .split('/')
    .slice(1)
    .reduce((part: any, name) => part?.[name], req.body);
  if (!known || typeof value !== 'object' || value === null) {
    return undefined;
  }
  const extra = Object.keys(value).filter(name => !Object.hasOwn(known, name));
  return `${nameOf('body', pointer)} has the unknown field ${extra
    .slice(0, 5)
    .map(name => `'${name.slice(0, 100)}'`)
    .join(', ')}; allowed are ${Object.keys(known).join(', ')}`;
}

function nameOf(place: string, pointer: string): string {
  const name = pointer
    .slice(1)
    .replace(/\/(\d+)/g, '[$1]')
    .replace(/\//g, '.');
  switch (place) {
    case 'query':
      return `Query parameter '${name}'`;
    case 'headers':
      return `Header '${name}'`;
    case 'params':
      return `Part '${name}' of the address`;
    default:
      return name ? `Field '${name}'` : 'The body of the request';
  }
}
