import fc from 'fast-check';
import { numRuns } from '../__testUtils__/numRuns';
import { LineMasker } from './LineMasker';
import { MASK, Masker } from './Masker';

/** A secret that is no part of what stands in its place. */
const secret = fc
  .string({ minLength: 8, maxLength: 40 })
  .filter(text => text.trim() === text && !MASK.includes(text));

describe('Masker', () => {
  it('never lets a secret through, in whichever form', () => {
    const forms = fc.constantFrom<(text: string) => string>(
      text => text,
      text => JSON.stringify(text),
      encodeURIComponent,
      text => Buffer.from(text).toString('base64'),
      text => Buffer.from(`user:${text}`).toString('base64'),
    );
    fc.assert(
      fc.property(
        secret,
        forms,
        fc.string(),
        fc.string(),
        (hidden, form, head, tail) => {
          const shown = new Masker([hidden]).text(head + form(hidden) + tail);
          expect(shown.split(MASK).join('\u0000')).not.toContain(form(hidden));
        },
      ),
      { numRuns: numRuns(300) },
    );
  });
});

describe('LineMasker', () => {
  it('never lets a secret through that goes over lines', () => {
    fc.assert(
      fc.property(
        secret,
        fc.array(fc.integer({ min: 1, max: 39 }), { maxLength: 12 }),
        fc.stringMatching(/^[ -~]{0,20}$/),
        (hidden, cuts, head) => {
          const at = [...new Set(cuts.filter(cut => cut < hidden.length))];
          const edges = [0, ...at.sort((a, b) => a - b), hidden.length];
          const lines = edges
            .slice(1)
            .map((edge, index) => hidden.slice(edges[index], edge));
          const masker = new LineMasker(new Masker([hidden]));
          const shown = lines
            .map((line, index) => masker.line(index === 0 ? head + line : line))
            .join('');
          expect(shown.split(MASK).join('\u0000')).not.toContain(hidden);
        },
      ),
      { numRuns: numRuns(300) },
    );
  });
});
