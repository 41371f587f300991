import fc from 'fast-check';
import { numRuns } from '../__testUtils__/numRuns';
import { compileExpression, compileTemplate } from './compile';

const pieces = fc.constantFrom(
  ...['${{', '$${{', '}}', '{', '}', '"', "'", '\\', '\n', ' ', '[', ']', '('],
  ...['parameters.name', 'steps.a.output', '==', '?', ':', '&&', '1', 'é', ','],
  ...['.map(x, x)', 'in', '.', '-', 'null', ')', 'r"', '"""', '\u0000'],
);
const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(pieces, { maxLength: 30 }).map(parts => parts.join('')),
);

describe('expressions', () => {
  it.each([
    ['an expression', compileExpression],
    ['a template', compileTemplate],
  ])('are parsed or refused at a place inside %s', (_what, compile) => {
    fc.assert(
      fc.property(anything, text => {
        const result = compile(text);
        const place = 'fault' in result ? result.fault.offset : 0;
        expect(place).toBeGreaterThanOrEqual(0);
        expect(place).toBeLessThanOrEqual(text.length);
        const said = 'fault' in result ? result.fault.message : 'parsed';
        expect(said).not.toBe('');
      }),
      { numRuns: numRuns(500) },
    );
  });

  it('come out of a template as they were put in', () => {
    const text = fc
      .string({ minLength: 1 })
      .filter(value => !value.includes('$'));
    const expression = fc
      .tuple(fc.constantFrom('"a}}b"', '{"k": {"v": 1}}', '1 + 2'), fc.nat(3))
      .map(([source, spaces]) => ({ source, pad: ' '.repeat(spaces) }));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, expression), { minLength: 1, maxLength: 4 }),
        items => {
          const source = items
            .map(
              ([plain, { source: cel, pad }]) =>
                `${plain}\${{${pad}${cel}${pad}}}`,
            )
            .join('');
          const result = compileTemplate(source);
          expect(
            'ok' in result &&
              result.ok.parts.map(part =>
                part.kind === 'text' ? part.text : part.compiled.source,
              ),
          ).toEqual(items.flatMap(([plain, { source: cel }]) => [plain, cel]));
        },
      ),
      { numRuns: numRuns(200) },
    );
  });
});
