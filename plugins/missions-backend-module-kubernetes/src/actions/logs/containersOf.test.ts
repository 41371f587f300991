import { containersOf, describeContainers } from './containersOf';

const pod = (spec: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec,
});
const web = pod({
  initContainers: [{ name: 'migrate' }],
  containers: [{ name: 'web' }, { name: 'proxy' }],
  ephemeralContainers: [{ name: 'debugger' }],
});

describe('containersOf', () => {
  it('has containers of all sorts, in the order of their start', () => {
    expect(containersOf(web)).toEqual([
      { name: 'migrate', sort: 'init' },
      { name: 'web', sort: 'container' },
      { name: 'proxy', sort: 'container' },
      { name: 'debugger', sort: 'ephemeral' },
    ]);
  });
});

describe('describeContainers', () => {
  it('names each once, and the sort of those that are not plain', () => {
    expect(
      describeContainers([web, pod({ containers: [{ name: 'web' }] })]),
    ).toBe('migrate (init), web, proxy, debugger (ephemeral)');
  });
});
