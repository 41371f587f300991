import { packKit } from './packKit';

describe('packKit', () => {
  it('makes the same bytes of the same files, whatever the machine', async () => {
    const files = [
      { path: 'a.md', text: 'A' },
      { path: 'b/c.sh', text: '#!/bin/sh\n', executable: true },
      { path: `long/${'x'.repeat(120)}.json`, text: 'é' },
    ];
    const time = new Date('2026-11-23T10:00:00Z');
    const [one, other] = [
      await packKit(files, time),
      await packKit(files, time),
    ];
    expect(one.equals(other)).toBe(true);
    expect(one.length).toBeGreaterThan(0);
  });
});
