import { createHash } from 'node:crypto';
import { maskChange, maskObject } from './secrets';

const masking = {
  mask: <T>(value: T): T =>
    JSON.parse(JSON.stringify(value).split('hunter2').join('***')),
  digest: (value: unknown) =>
    createHash('sha256').update(String(value)).digest('hex'),
};

describe('maskObject', () => {
  it('hides all data of a Secret, and shows equal values alike', () => {
    const masked = maskObject(
      { kind: 'Secret', data: { a: 'eA==', b: 'eA==', c: 'eQ==' } },
      masking,
    );
    expect(JSON.stringify(masked)).not.toMatch(/eA==|eQ==/);
    expect(masked.data.a).toBe(masked.data.b);
    expect(masked.data.a).not.toBe(masked.data.c);
  });

  it('hides the data of a Secret as kubectl noted it', () => {
    const noted = 'kubectl.kubernetes.io/last-applied-configuration';
    const annotations = {
      [noted]: '{"stringData":{"token":"sesame"}}',
      other: 'kept',
    };
    const object = { kind: 'Secret', metadata: { name: 'a', annotations } };
    const masked = maskObject(object, masking);
    expect(JSON.stringify(masked)).not.toContain('sesame');
    expect(masked.metadata).toMatchObject({
      name: 'a',
      annotations: { other: 'kept' },
    });
    const change = maskChange(
      { path: `metadata.annotations["${noted}"]`, after: annotations[noted] },
      object,
      masking,
    );
    expect(JSON.stringify(change)).not.toContain('sesame');
  });

  it('hides a secret value of the run wherever it stands', () => {
    const masked = maskObject(
      { kind: 'ConfigMap', data: { url: 'db://me:hunter2@host', x: 'kept' } },
      masking,
    );
    expect(masked.data.url).toMatch(/^\*\*\* #[0-9a-f]{12}$/);
    expect(masked.data.x).toBe('kept');
  });
});

describe('maskChange', () => {
  it('shows that a secret changed without showing it', () => {
    const change = maskChange(
      { path: 'data.password', before: 'b2xk', after: 'bmV3' },
      { kind: 'Secret' },
      masking,
    );
    expect(change.secret).toBe(true);
    expect(change.before).not.toBe(change.after);
    expect(JSON.stringify(change)).not.toMatch(/b2xk|bmV3/);
  });

  it('leaves what is not secret alone', () => {
    const change = { path: 'data.greeting', before: 'a', after: 'b' };
    expect(maskChange(change, { kind: 'ConfigMap' }, masking)).toBe(change);
  });
});
