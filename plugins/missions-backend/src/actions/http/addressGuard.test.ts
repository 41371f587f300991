import { guardAddress } from './addressGuard';

const guard = (url: string, allow: string[] = [], address = '93.184.216.34') =>
  guardAddress(new URL(url), {
    allow,
    resolve: async () => [{ address, family: address.includes(':') ? 6 : 4 }],
  });

describe('guardAddress', () => {
  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0.0.0.0/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]/',
    'http://[fe80::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
  ])('refuses %s', async url => {
    await expect(guard(url)).rejects.toMatchObject({ code: 'ADDRESS_DENIED' });
  });

  it('refuses a name that leads to a loopback address', async () => {
    await expect(
      guard('https://innocent.example.com/', [], '127.0.0.1'),
    ).rejects.toMatchObject({
      code: 'ADDRESS_DENIED',
      message: expect.stringContaining(
        'innocent.example.com leads to 127.0.0.1',
      ),
    });
  });

  it('refuses other protocols', async () => {
    await expect(guard('file:///etc/passwd')).rejects.toMatchObject({
      code: 'ADDRESS_DENIED',
    });
  });

  it('lets what the configuration allows pass', async () => {
    await expect(
      guard('http://127.0.0.1:8080/', ['127.0.0.1:8080']),
    ).resolves.toEqual({ address: '127.0.0.1', family: 4 });
  });

  it('gives the address that was checked', async () => {
    await expect(guard('https://example.com/')).resolves.toEqual({
      address: '93.184.216.34',
      family: 4,
    });
  });
});
