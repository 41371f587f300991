import { portalPlace } from './portalPlace';

const place = (server: string, cluster?: string) =>
  portalPlace({
    config: { cluster },
    connection: { name: 'c', server, auth: { kind: 'none' } },
    environment: { KUBERNETES_SERVICE_HOST: '10.96.0.1' },
    namespace: 'backstage',
  });

describe('portalPlace', () => {
  it.each(['https://10.96.0.1:443', 'https://kubernetes.default.svc'])(
    'knows its own cluster by the address %s',
    server => {
      expect(place(server)).toEqual({ namespace: 'backstage', cluster: 'c' });
    },
  );

  it('believes the configuration first', () => {
    expect(place('https://elsewhere').cluster).toBeUndefined();
    expect(place('https://10.96.0.1', 'other').cluster).toBe('other');
  });
});
