import { differencesOf } from './differences';

describe('differencesOf', () => {
  it('names each place where the file says another thing than the server', () => {
    const server = { types: { PodSpec: { dnsPolicy: 'ClusterFirst' } } };
    const file = { types: { PodSpec: { dnsPolicy: 'Default', more: 1 } } };
    expect(differencesOf(server, file)).toEqual([
      'types › PodSpec › dnsPolicy: the server says "ClusterFirst", the file "Default"',
      'types › PodSpec › more: the server says nothing, the file 1',
    ]);
  });

  it('finds nothing in equal values', () => {
    expect(differencesOf({ a: [1] }, { a: [1] })).toEqual([]);
  });
});
