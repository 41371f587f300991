import { checkPassphrase } from './checkPassphrase';

describe('checkPassphrase', () => {
  it.each([
    ['short', 'k7wd-9fqx', 'has 9 characters, fewer than 16'],
    ['abababababababababab', 'abababababababababab', 'has 2 different'],
    ['repeated', 'missions!missions!', 'fewer than 8'],
    ['repeated longer', 'missioncontrol-missioncontrol-', 'repeats one part'],
    ['blank', ' correct horse battery staple', 'begins or ends with a blank'],
  ])('refuses %s, and never quotes it', (_, passphrase, words) => {
    let message = '';
    try {
      checkPassphrase(passphrase);
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain(words);
    expect(message).not.toContain(passphrase);
  });

  it.each(['correct horse battery staple', 'k7wd-9fqx-2mzt-hb4c-xx3y-p8se'])(
    'takes %s',
    passphrase => {
      expect(() => checkPassphrase(passphrase)).not.toThrow();
    },
  );
});
