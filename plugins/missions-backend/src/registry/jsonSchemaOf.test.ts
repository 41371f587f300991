import { z } from 'zod';
import { inputSchemaOf } from './jsonSchemaOf';

const propertyOf = (schema: z.ZodType) =>
  (inputSchemaOf(z.object({ one: schema })).properties as { one: object }).one;

describe('inputSchemaOf', () => {
  it('says what zod insists on', () => {
    expect(inputSchemaOf(z.strictObject({ one: z.string() }))).toMatchObject({
      type: 'object',
      properties: { one: { type: 'string' } },
      required: ['one'],
      additionalProperties: false,
    });
    expect(propertyOf(z.string().regex(/^a$/))).toEqual({
      type: 'string',
      pattern: '^a$',
    });
  });

  it.each<[string, z.ZodType]>([
    ['ignores case', z.string().regex(/^a$/i)],
    ['comes after a trim', z.string().trim().regex(/^a$/)],
  ])('leaves a pattern out that %s', (_, schema) => {
    expect(propertyOf(schema)).toEqual({ type: 'string' });
  });

  it.each<[string, z.ZodType]>([
    ['is coerced', z.coerce.number()],
    ['has a substitute', z.enum(['a', 'b']).catch('a')],
  ])('leaves the type of what %s open', (_, schema) => {
    expect(propertyOf(schema)).not.toHaveProperty('type');
    expect(propertyOf(schema)).not.toHaveProperty('enum');
  });

  it('makes the schema of an input once', () => {
    const schema = z.object({});
    expect(inputSchemaOf(schema)).toBe(inputSchemaOf(schema));
  });
});
