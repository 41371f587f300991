import type {
  CreateRunRequest,
  MissionSpec,
} from '@mission-control/plugin-missions-common';
import { requestHash } from './requestHash';
import { splitParameters } from './splitParameters';

const spec = {
  parameters: {
    type: 'object',
    properties: {
      token: { type: 'string', secret: true },
      url: { type: 'string' },
      name: { type: 'string' },
      hosts: { type: 'array', items: { type: 'string' } },
    },
  },
} as unknown as MissionSpec;
const token = 'hunter2-hunter2';
const url = `https://jane:${token}@example.org`;

describe('splitParameters', () => {
  it('seals a value that repeats a secret and shows the rest of it', () => {
    const hosts = ['web', token];
    const given = { token, url, name: 'web', hosts };
    const { parameters, secrets } = splitParameters(spec, given);
    expect(parameters).toEqual({
      url: 'https://jane:***@example.org',
      name: 'web',
      hosts: ['web', '***'],
    });
    expect(secrets).toEqual({ token, url, hosts });
    expect({ ...parameters, ...secrets }).toEqual(given);
  });

  it('seals nothing when no secret was given', () => {
    const { parameters, secrets } = splitParameters(spec, { url });
    expect(parameters).toEqual({ url });
    expect(secrets).toBeUndefined();
  });
});

describe('requestHash', () => {
  const request: CreateRunRequest = {
    missionRef: 'test/one',
    parameters: { name: 'web' },
    targets: [{ cluster: 'eu', role: 'hub' }, { cluster: 'us' }],
    title: 'Web',
  };

  it.each<[string, Partial<CreateRunRequest>]>([
    ['mission', { missionRef: 'test/two' }],
    ['parameter', { parameters: { name: 'api' } }],
    ['cluster', { targets: [{ cluster: 'eu', role: 'hub' }] }],
    ['order', { targets: [...request.targets!].reverse() }],
    ['role', { targets: [{ cluster: 'eu' }, { cluster: 'us' }] }],
    ['wish to plan only', { planOnly: true }],
    ['title', { title: 'API' }],
  ])('is another one for another %s', (_what, other) => {
    const hash = requestHash(request, spec);
    expect(requestHash({ ...request }, spec)).toBe(hash);
    expect(requestHash({ ...request, ...other }, spec)).not.toBe(hash);
  });

  it('holds no secret that stands in another value', () => {
    const of = (secret: string) =>
      requestHash(
        {
          missionRef: 'test/one',
          parameters: { token: secret, url: `https://${secret}@example.org` },
          title: `With ${secret}`,
        },
        spec,
      );
    expect(of(token)).toBe(of('another-secret'));
  });
});
