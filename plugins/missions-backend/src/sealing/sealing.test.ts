import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { isLostKey } from './isLostKey';
import { LineMasker } from './LineMasker';
import { limitPayload } from './limitPayload';
import { Masker } from './Masker';
import { readSealingKeys } from './readSealingKeys';
import { Sealer, type SealingKey } from './Sealer';

const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill) });

describe('Sealer', () => {
  it('opens what it sealed, only at its place', () => {
    const sealer = new Sealer([key('k1', 1)]);
    const sealed = sealer.seal({ a: 'secret' }, 'run/1');
    expect(sealed).toMatch(/^v1:k1:/);
    expect(sealed).not.toContain('secret');
    expect(sealer.open(sealed, 'run/1')).toEqual({ a: 'secret' });
    expect(() => sealer.open(sealed, 'run/2')).toThrow('does not open');
  });

  it('opens with an old key and seals with the first', () => {
    const old = new Sealer([key('k1', 1)]).seal(1, 'p');
    const rotated = new Sealer([key('k2', 2), key('k1', 1)]);
    expect(rotated.open(old, 'p')).toBe(1);
    expect(rotated.seal(1, 'p')).toMatch(/^v1:k2:/);
    expect(() => new Sealer([key('k2', 2)]).open(old, 'p')).toThrow("'k1'");
  });

  it('refuses to seal without a key', () => {
    expect(() => new Sealer().seal(1, 'p')).toThrow('missions.sealing.keys');
  });

  it('prints its keys so that each differs from every other one', () => {
    const [first] = new Sealer([key('k1', 1)]).prints;
    expect(first).toEqual({ id: 'k1', print: expect.any(String) });
    expect(first.print).not.toContain(key('k1', 1).key.toString('hex'));
    const prints = (...keys: SealingKey[]) =>
      new Sealer(keys).prints.map(({ print }) => print);
    expect(prints(key('k1', 1))).toEqual([first.print]);
    expect(
      new Set(prints(key('k1', 1), key('k1', 2), key('k2', 1), key('k2', 2))),
    ).toHaveProperty('size', 4);
  });

  it('tells what does not open from nothing to seal with', () => {
    const thrown = (fn: () => unknown) => {
      try {
        return fn();
      } catch (error) {
        return error;
      }
    };
    const sealed = new Sealer([key('k1', 1)]).seal(1, 'p');
    for (const sealer of [new Sealer(), new Sealer([key('k1', 2)])]) {
      const error = thrown(() => sealer.open(sealed, 'p'));
      expect(isLostKey(error)).toBe(true);
      expect(error).toMatchObject({ details: { keyId: 'k1' } });
    }
    expect(isLostKey(thrown(() => new Sealer().seal(1, 'p')))).toBe(false);
  });

  it('says of a form that it does not know that a later version sealed it', () => {
    const sealer = new Sealer([key('k1', 1)]);
    const later = sealer.seal(1, 'p').replace('v1:', 'v2:');
    expect(() => sealer.open(later, 'p')).toThrow(
      expect.objectContaining({
        code: 'SCHEMA_NEWER',
        message:
          "A sealed value has the form 'v2', and this version knows 'v1': a later version sealed it",
      }),
    );
  });
});

describe('readSealingKeys', () => {
  const read = (keys: object[]) =>
    readSealingKeys(new ConfigReader({ missions: { sealing: { keys } } }));
  const base64 = Buffer.alloc(32, 3).toString('base64');

  it('reads keys and key files', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'sealing-')), 'key');
    writeFileSync(file, `${'0a'.repeat(32)}\n`);
    const keys = read([
      { id: 'a', key: base64 },
      { id: 'b', keyFile: file },
    ]);
    expect(keys.map(item => item.key[0])).toEqual([3, 10]);
    expect(readSealingKeys(new ConfigReader({}))).toEqual([]);
  });

  it.each([
    [[{ id: 'a', key: 'short' }], 'AES-256 needs 32'],
    [[{ id: 'a b', key: base64 }], 'letters, digits'],
    [
      [
        { id: 'a', key: base64 },
        { id: 'a', key: base64 },
      ],
      'twice',
    ],
    [
      [
        { id: 'a', key: base64 },
        { id: 'a', key: Buffer.alloc(32, 4).toString('base64') },
      ],
      "lists the id 'a' twice, for two keys; give the newer one another id",
    ],
    [
      [{ id: 'a', key: `${base64.slice(0, 10)}!${base64.slice(10)}` }],
      'missions.sealing.keys[0] is neither base64 nor hex',
    ],
    [[{ id: 'a', key: '' }], 'missions.sealing.keys[0].key'],
    [
      [{ id: 'a', keyFile: 'no/such.key' }],
      `missions.sealing.keys[0].keyFile names 'no/such.key', but '${resolve(
        'no/such.key',
      )}' cannot be read (ENOENT)`,
    ],
  ])('refuses %j', (keys, message) => {
    expect(() => read(keys)).toThrow(message);
  });
});

describe('Masker', () => {
  const secret = 'pa"ss wörd/+1';
  const masker = new Masker([secret]);

  it.each([
    ['plain', secret],
    ['in JSON', JSON.stringify({ a: secret })],
    ['in a URL', `https://x/?t=${encodeURIComponent(secret)}`],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in basic auth', Buffer.from(`user:${secret}`).toString('base64')],
    ['shifted', Buffer.from(`ab${secret}cd`).toString('base64url')],
    ['in a URL in lower case', '%20pa%22ss%20w%c3%b6rd%2f%2b1'],
    ['in a form', 'pa%22ss+w%C3%B6rd%2F%2B1'],
    ['in JSON of ASCII only', String.raw`pa\"ss w\u00f6rd/+1`],
    ['in JSON within JSON', JSON.stringify(JSON.stringify({ a: secret }))],
    ['in HTML', 'pa&quot;ss wörd/+1'],
    ['in hex', Buffer.from(secret).toString('hex')],
  ])('masks a secret %s', (_title, text) => {
    const masked = masker.text(`x ${text} y`);
    expect(masked).toContain('***');
    expect(masked).not.toMatch(/w(ö|%C3%B6|\\u00f6)rd|77c3b67264/i);
    expect(masked).not.toContain(
      Buffer.from(secret).toString('base64').slice(4, 12),
    );
  });

  it('masks values and names however deep, and leaves the rest', () => {
    expect(masker.mask({ a: [{ [secret]: secret, b: 1, c: null }] })).toEqual({
      a: [{ '***': '***', b: 1, c: null }],
    });
  });

  it('masks each line of a secret with many lines', () => {
    const pem = '-----BEGIN KEY-----\nMIIabcdefghij\n-----END KEY-----';
    expect(new Masker([pem]).text('saw MIIabcdefghij')).toBe('saw ***');
  });

  it('masks a short secret only where it is everything', () => {
    expect(new Masker(['ab']).mask(['ab', 'cab'])).toEqual(['***', 'cab']);
  });
});

describe('LineMasker', () => {
  it('masks a secret that goes over lines', () => {
    const lines = new LineMasker(new Masker(['abcdefghijkl']));
    expect(lines.line('token abcdef')).toBe('token ***');
    expect(lines.line('ghi')).toBe('***');
    expect(lines.line('jkl and more')).toBe('*** and more');
    expect(lines.line('ghijkl')).toBe('ghijkl');
  });

  it('masks what follows a beginning that is too short to be masked', () => {
    const lines = new LineMasker(new Masker(['abcdefghijkl']));
    expect(lines.line('token abc')).toBe('token abc');
    expect(lines.line('defgh')).toBe('***');
    expect(lines.line('ijkl, done')).toBe('***, done');
    expect(lines.line('grab')).toBe('grab');
    expect(lines.line('code')).toBe('code');
  });

  it('knows how Go and strict encoders write what may stay as it is', () => {
    const other = "<a&b>!'(c)*";
    const hidden = new Masker([other]);
    for (const form of [
      String.raw`\u003ca\u0026b\u003e!'(c)*`,
      '%3Ca%26b%3E%21%27%28c%29%2A',
      '%3ca%26b%3e%21%27%28c%29%2a',
      '&lt;a&amp;b&gt;!&#39;(c)*',
    ]) {
      expect(hidden.text(`x ${form} y`)).toBe('x *** y');
    }
  });
});

describe('limitPayload', () => {
  it('marks what it cut', () => {
    expect(limitPayload({ a: 1 })).toEqual({ a: 1 });
    expect(limitPayload('x'.repeat(300_000))).toEqual({
      truncated: true,
      bytes: 300_002,
      excerpt: `"${'x'.repeat(3999)}`,
    });
  });
});
