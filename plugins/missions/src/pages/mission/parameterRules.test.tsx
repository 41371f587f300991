import { screen, within } from '@testing-library/react';
import {
  formatWords,
  parameterFormats,
} from '@mission-control/plugin-missions-common';
import { aMission } from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { MissionPage } from './MissionPage';

/** The rule in the table of the page of a mission with this parameter. */
async function ruleOf(property: object, required: boolean) {
  const parameters = {
    required: required ? ['it'] : [],
    properties: { it: property },
  };
  renderPage(<MissionPage />, {
    path: '/explorer/:source/:name',
    address: '/explorer/local/web',
    api: {
      getMission: async () =>
        aMission({ type: 'fix', spec: { type: 'fix', parameters } }),
    },
  });
  const table = await screen.findByRole('region', { name: 'Parameters' });
  const [head, row] = within(table).getAllByRole('row');
  const titles = [...head.children].map(({ textContent }) => textContent);
  return row.children[titles.indexOf('Rule')]?.textContent;
}

describe('the rule of a parameter', () => {
  it.each<[object, boolean, string]>([
    [{ type: 'string' }, false, 'text'],
    [{ type: 'string', secret: true }, true, 'text, required, secret'],
    [{ type: 'boolean' }, false, 'yes or no'],
    [
      { type: 'string', minLength: 1, maxLength: 63, pattern: '^[a-z]+$' },
      false,
      'text, from 1 to 63 characters, matching ^[a-z]+$',
    ],
    [
      { type: 'string', pattern: 'a\u200b' },
      false,
      'text, matching a\\u{200b}',
    ],
    [{ type: 'string', maxLength: 1 }, false, 'text, at most 1 character'],
    ...parameterFormats.map((format): [object, boolean, string] => [
      { type: 'string', format },
      true,
      `text, required, ${formatWords(format)}`,
    ]),
    [{ type: 'string', enum: ['a', ''] }, false, 'text, one of a, ""'],
    [{ type: 'integer', minimum: 0 }, false, 'whole number, at least 0'],
    [
      { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
      false,
      'number, more than 0, less than 1',
    ],
    [
      { type: 'integer', maximum: 64, multipleOf: 8 },
      false,
      'whole number, at most 64, a multiple of 8',
    ],
    [{ type: 'array' }, false, 'list'],
    [
      {
        type: 'array',
        items: { type: 'integer', minimum: 1, maximum: 65535 },
        minItems: 3,
        maxItems: 3,
        uniqueItems: true,
      },
      true,
      'list of whole numbers, required, exactly 3 entries, none twice, each from 1 to 65535',
    ],
    [{ type: 'object', additionalProperties: true }, false, 'object'],
    [
      {
        type: 'object',
        additionalProperties: true,
        required: ['host'],
        properties: {
          host: { type: 'string', minLength: 2 },
          token: { type: 'string', secret: true },
        },
      },
      false,
      'object, also with others, with host (text, required, at least 2 characters), token (text, secret)',
    ],
  ])('%j, required: %s, is %j', async (property, required, words) => {
    expect(await ruleOf(property, required)).toBe(words);
  });
});
