import { EventEmitter } from 'node:events';
import { MissionError } from '@mission-control/plugin-missions-common';
import { Inconclusive } from '@mission-control/plugin-missions-node';
import { Masker } from '../sealing';
import { noteStoreErrors } from '../store/isStoreError';
import { describeError } from './describeError';

const SECRET = 'canary-5f2b-9d';
const masker = new Masker([SECRET]);
const about = { apiVersion: 'v1', kind: 'Secret', name: SECRET };

describe('describeError', () => {
  it.each<[string, unknown]>([
    ['an error of a program', new Error(`login with ${SECRET} failed`)],
    ['a text that was thrown', `no ${SECRET}`],
    ['an object that was thrown', { toString: () => SECRET }],
    [
      'an error of the catalogue',
      new MissionError('STEP_FAILED', `It was ${SECRET}`, {
        remedy: `Replace ${SECRET}`,
        object: about,
        details: { seen: [SECRET] },
      }),
    ],
    [
      'what nobody could find out',
      new Inconclusive(`Nobody knows ${SECRET}`, [], {
        remedy: `Ask for ${SECRET}`,
        object: about,
        details: { seen: { [SECRET]: SECRET } },
      }),
    ],
  ])('masks the secrets of %s', (_what, error) => {
    const told = JSON.stringify(describeError(error, masker));
    expect(told).toContain('***');
    expect(told).not.toContain(SECRET);
  });

  it('lets no part of a secret stand where a long message is cut', () => {
    const error = new Error(`${'x'.repeat(3_990)}${SECRET} and more`);
    const { message } = describeError(error, masker);
    expect(message).toHaveLength(4_000);
    expect(message.slice(3_990)).toBe('*** and mo');
  });

  it('lets no part of a secret stand where large details are cut', () => {
    const text = (length: number) => 'x'.repeat(length);
    const large = (error: object) => JSON.stringify(error).includes('canary');
    for (let before = 3_970; before < 4_000; before++) {
      const error = new MissionError('STEP_FAILED', 'It is large', {
        details: { text: `${text(before)}${SECRET}${text(300_000)}` },
      });
      const told = describeError(error, masker);
      expect(told.culprit).toMatchObject({ truncated: true });
      expect(large(told)).toBe(false);
    }
  });

  it('keeps no word of a statement that the database refused', () => {
    const db = Object.assign(new EventEmitter(), { client: {} });
    noteStoreErrors(db as never);
    const refused = new Error("insert into run_journal values ('sealed') - x");
    db.emit('query-error', refused);
    const own = new Error(`It failed: ${refused.message}`, { cause: refused });
    for (const error of [refused, own]) {
      expect(describeError(error, masker)).toEqual({
        code: 'INTERNAL',
        message: 'The database of the portal refused a statement',
        remedy: expect.any(String),
        retryable: false,
      });
    }
  });

  it('gives every error code, message and remedy', () => {
    expect(describeError(new Error(''), masker)).toEqual({
      code: 'STEP_FAILED',
      message: 'An error without a message',
      remedy: expect.any(String),
      retryable: false,
    });
  });
});
