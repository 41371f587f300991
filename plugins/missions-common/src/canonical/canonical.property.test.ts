import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { numRuns } from '../__testUtils__/numRuns';
import { canonicalJson } from './canonicalJson';
import { contentHash } from './contentHash';

/** The same value with the members of every object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reversed);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, member]) => [name, reversed(member)]),
    );
  }
  return value;
}

describe('contentHash', () => {
  it('is the same for any order of members', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(contentHash(reversed(value))).toBe(contentHash(value));
      }),
      { numRuns: numRuns(100) },
    );
  });

  it('differs when the value does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const equal = canonicalJson(a) === canonicalJson(b);
        expect(contentHash(a) === contentHash(b)).toBe(equal);
      }),
      { numRuns: numRuns(100) },
    );
  });

  it('is the SHA-256 of the UTF-8 text, as Node computes it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(contentHash(value)).toBe(
          createHash('sha256').update(canonicalJson(value)).digest('hex'),
        );
      }),
      { numRuns: numRuns(100) },
    );
  });
});
