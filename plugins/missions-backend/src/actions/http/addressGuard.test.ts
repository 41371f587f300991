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
    'http://[0:0:0:0:0:ffff:7f00:1]/',
    'http://[::127.0.0.1]/',
    'http://[::ffff:0:169.254.169.254]/',
    'http://[64:ff9b::169.254.169.254]/',
    'http://[64:ff9b:1::169.254.169.254]/',
    'http://[2002:a9fe:a9fe::1]/',
    'http://168.63.129.16/',
    'http://100.100.100.200/',
    'http://192.0.0.192/',
    'http://[::ffff:168.63.129.16]/',
    'http://[fd00:ec2::254]/latest/meta-data',
    'http://[fd00:ec2::23]/v1/credentials',
    'http://[fd20:ce::254]/computeMetadata/v1/',
    'http://[fd00:c1::a9fe:a9fe]/',
    'http://[fd00:42::42]/',
    'http://[fd00:a9fe:a9fe::1]/',
  ])('refuses %s', async url => {
    await expect(guard(url)).rejects.toMatchObject({ code: 'ADDRESS_DENIED' });
  });

  it.each([
    '::ffff:127.0.0.1',
    '::FFFF:A9FE:A9FE',
    '0:0:0:0:0:ffff:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
    'fe80::1%eth0',
    'FD00:EC2::254',
  ])('refuses a name that leads to %s', async address => {
    await expect(
      guard('https://innocent.example.com/', [], address),
    ).rejects.toMatchObject({ code: 'ADDRESS_DENIED' });
  });

  it.each([
    'http://10.0.0.1/',
    'http://192.168.1.1/',
    'http://[fd12:3456::1]/',
    'http://[2001:db8::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[64:ff9b::808:808]/',
    'http://[2002:808:808::1]/',
  ])('lets %s pass', async url => {
    await expect(guard(url)).resolves.toMatchObject({
      address: new URL(url).hostname.replace(/^\[|\]$/g, ''),
    });
  });

  it('refuses a name when one of its addresses is denied', async () => {
    await expect(
      guardAddress(new URL('https://innocent.example.com/'), {
        allow: [],
        resolve: async () => [
          { address: '93.184.216.34', family: 4 },
          { address: '::1', family: 6 },
        ],
      }),
    ).rejects.toMatchObject({ code: 'ADDRESS_DENIED' });
  });

  it.each([
    ['http://127.0.0.1/', '127.0.0.1:80'],
    ['https://127.0.0.1/', '127.0.0.1:443'],
    ['http://[::1]:8080/', '[::1]:8080'],
    ['http://[::1]/', '[::1]'],
    ['http://[::1]/', '::1'],
  ])('lets %s pass for %s', async (url, allowed) => {
    await expect(guard(url, [allowed])).resolves.toMatchObject({
      address: new URL(url).hostname.replace(/^\[|\]$/g, ''),
    });
  });

  it('keeps the other ports of an allowed one shut', async () => {
    await expect(
      guard('http://127.0.0.1:8081/', ['127.0.0.1:8080']),
    ).rejects.toMatchObject({ code: 'ADDRESS_DENIED' });
  });

  it('says which name has no address', async () => {
    await expect(
      guardAddress(new URL('https://nowhere.example.com/'), {
        allow: [],
        resolve: async () => {
          throw new Error('ENOTFOUND');
        },
      }),
    ).rejects.toMatchObject({
      code: 'HTTP_FAILED',
      message: 'The name nowhere.example.com cannot be resolved',
    });
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
