import type { ParameterSchema } from '@mission-control/plugin-missions-common';
import { jsonExample } from './jsonExample';

const cpu: ParameterSchema = { type: 'string' };
const count: ParameterSchema = { type: 'integer', minimum: 3 };

it.each<[ParameterSchema, string]>([
  [{ type: 'object' }, '{}'],
  [{ type: 'object', additionalProperties: true }, '{"key": "value"}'],
  [
    { type: 'object', additionalProperties: true, properties: { cpu } },
    '{"cpu": "…"}',
  ],
  [{ type: 'object', properties: { cpu, count } }, '{"cpu": "…"}'],
  [
    { type: 'object', properties: { cpu, count }, required: ['count'] },
    '{"count": 3}',
  ],
  [{ type: 'object', properties: { on: { type: 'boolean' } } }, '{"on": true}'],
  [
    { type: 'object', properties: { size: { ...cpu, enum: ['s', 'm'] } } },
    '{"size": "s"}',
  ],
  [
    { type: 'object', properties: { size: { ...cpu, default: 'm' } } },
    '{"size": "m"}',
  ],
  [
    {
      type: 'object',
      properties: { limits: { type: 'object', properties: { cpu } } },
    },
    '{"limits": {"cpu": "…"}}',
  ],
  [
    { type: 'array', items: { type: 'object', properties: { count } } },
    '[{"count": 3}]',
  ],
  [{ type: 'array', items: { type: 'object' } }, '[{}]'],
  [{ type: 'array', items: { type: 'boolean' } }, '[true]'],
  [{ type: 'array', items: { type: 'array', items: cpu } }, '[["…"]]'],
])('of %j gives as an example %s', (schema, example) => {
  expect(jsonExample(schema)).toBe(example);
});
