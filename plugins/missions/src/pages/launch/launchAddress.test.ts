import { formatLaunchAddress, parseLaunchAddress } from './launchAddress';

describe('launchAddress', () => {
  it('reads back parameters, clusters with roles and the entity', () => {
    const address = {
      parameters: { namespace: 'web', replicas: 2 },
      targets: [{ cluster: 'dev' }, { cluster: 'prod-eu', role: 'hub' }],
      entity: 'component:default/cart',
    };
    expect(parseLaunchAddress(formatLaunchAddress(address, []))).toEqual(
      address,
    );
  });

  it('never puts a secret into the link', () => {
    const text = formatLaunchAddress(
      { parameters: { token: 'hunter22', name: 'a' }, targets: [] },
      ['token'],
    ).toString();
    expect(text).toContain('name');
    expect(text).not.toContain('hunter22');
    expect(text).not.toContain('token');
  });

  it.each([
    'target=&target=dev',
    'target=%20&target=dev',
    'target=hub:&target=dev',
  ])('ignores what names no cluster in %s', query => {
    expect(parseLaunchAddress(new URLSearchParams(query)).targets).toEqual([
      { cluster: 'dev' },
    ]);
  });

  it.each(['[1', '[1]', '7', 'null', '{"namespace":"web","tok', ''])(
    'says of %s that it is cut',
    parameters => {
      expect(
        parseLaunchAddress(new URLSearchParams({ parameters, target: 'dev' })),
      ).toEqual({
        parameters: {},
        isCut: true,
        targets: [{ cluster: 'dev' }],
        entity: undefined,
      });
    },
  );
});
