import { z } from 'zod';
import { faultsOf } from './inputFaults';

const schema = z.strictObject({
  patch: z.union([
    z.record(z.string(), z.unknown()),
    z.array(z.object({ op: z.enum(['add', 'remove']) })).min(1),
  ]),
  size: z.union([z.string().min(2), z.string().regex(/^x/)]).optional(),
});

describe('faultsOf', () => {
  it.each<[string, unknown, string[]]>([
    ['nothing of what is right', { patch: {} }, []],
    [
      'what the only alternative of that type says',
      { patch: [{ op: 'ad' }] },
      ['patch.0.op: Invalid option: expected one of "add"|"remove"'],
    ],
    [
      'that no alternative has the type',
      { patch: 'x' },
      ['patch: Invalid input'],
    ],
    [
      'that none of several of the type fits',
      { patch: {}, size: 'y' },
      ['size: Invalid input'],
    ],
    [
      'each key that is not known',
      { patch: {}, a: 1, b: 2 },
      ['a: It is not known here', 'b: It is not known here'],
    ],
  ])('tells %s', (_, input, told) => {
    expect(
      faultsOf(schema, input).map(
        ({ path, message }) => `${path.join('.')}: ${message}`,
      ),
    ).toEqual(told);
  });

  it('says by what a rule over several keys judges', () => {
    const range = z
      .strictObject({ from: z.string(), to: z.string() })
      .refine(({ from, to }) => from < to, { path: ['to'], message: 'less' });
    const input = { from: '${{ parameters.from }}', to: '!' };
    expect(faultsOf(range, input)).toEqual([
      { path: ['to'], message: 'less', judged: input },
    ]);
  });

  it('says nothing where a rule cannot cope', () => {
    const broken = z.string().refine(text => {
      throw new TypeError(text);
    });
    expect(faultsOf(broken, '${{ run.id }}')).toEqual([]);
  });
});
