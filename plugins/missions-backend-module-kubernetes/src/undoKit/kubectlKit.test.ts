import type { JournalRecord } from '@mission-control/plugin-missions-node';
import { kubectlKit } from './kubectlKit';

const ref = (kind: string, name: string, namespace?: string) => ({
  apiVersion: 'v1',
  kind,
  name,
  ...(namespace && { namespace }),
});
const live = (kind: string, name: string, version: string, data?: object) => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, uid: `uid-${name}`, resourceVersion: version },
  ...(data && { data }),
});
const record = (
  seq: number,
  kind: string,
  name: string,
  facts: Partial<JournalRecord>,
): JournalRecord => ({
  seq,
  stepId: `step-${seq}`,
  verb: 'apply',
  object: ref(kind, name, kind === 'Namespace' ? undefined : 'shop'),
  prior: null,
  state: 'done',
  ...facts,
});
const write = (records: JournalRecord[]) =>
  kubectlKit.write({
    run: { id: 'r1', missionName: 'web' },
    target: { id: 'dev', clusterUid: 'uid-of-cluster' },
    records,
  });
const ways = (records: JournalRecord[]) =>
  write(records).changes.map(({ way, object }) => `${way} ${object.name}`);

describe('kubectlKit', () => {
  it('deletes what was made last first, and a namespace after what is in it', () => {
    expect(
      ways([
        record(1, 'Namespace', 'made', {
          after: live('Namespace', 'made', '1'),
        }),
        record(2, 'ConfigMap', 'in', { after: live('ConfigMap', 'in', '2') }),
        record(3, 'Namespace', 'made', {
          prior: live('Namespace', 'made', '1'),
          after: live('Namespace', 'made', '3', { label: 'x' }),
        }),
      ]),
    ).toEqual(['delete in', 'delete made']);
  });

  it('makes anew what was deleted last first', () => {
    const gone = (seq: number, kind: string, name: string) =>
      record(seq, kind, name, { prior: live(kind, name, '1'), after: null });
    expect(
      ways([gone(1, 'ConfigMap', 'in'), gone(2, 'Namespace', 'old')]),
    ).toEqual(['create old', 'create in']);
  });

  it('takes an object once, whatever the steps did to it', () => {
    const at = (version: string, color: string) =>
      live('ConfigMap', 'a', version, { color });
    const part = write([
      record(1, 'ConfigMap', 'a', {
        prior: at('1', 'red'),
        after: at('2', 'blue'),
      }),
      record(2, 'ConfigMap', 'a', {
        prior: at('2', 'blue'),
        after: at('3', 'green'),
      }),
      record(3, 'ConfigMap', 'b', { after: live('ConfigMap', 'b', '4') }),
      record(4, 'ConfigMap', 'b', {
        prior: live('ConfigMap', 'b', '4'),
        after: null,
      }),
    ]);
    expect(part.changes.map(({ way }) => way)).toEqual(['restore']);
    const back = part.files.find(
      ({ path }) => path === 'objects/0001/back.json',
    );
    expect(JSON.parse(back!.text)).toEqual([
      { op: 'test', path: '/metadata/uid', value: 'uid-a' },
      { op: 'test', path: '/data/color', value: 'green' },
      { op: 'replace', path: '/data/color', value: 'red' },
    ]);
  });

  it('leaves what is irreversible or was never confirmed, and says so', () => {
    const prior = live('ConfigMap', 'a', '1');
    const { changes, left, files } = write([
      record(1, 'ConfigMap', 'a', {
        prior,
        after: null,
        irreversible: 'its data is lost',
      }),
      record(2, 'ConfigMap', 'b', {
        prior: live('ConfigMap', 'b', '2'),
        state: 'intent',
      }),
    ]);
    expect(changes).toEqual([]);
    expect(
      left.map(({ object, reason }) => `${object.name}: ${reason}`),
    ).toEqual([
      expect.stringMatching(
        /^b: Whether the apply of ConfigMap shop\/b happened was never confirmed/,
      ),
      'a: Irreversible: its data is lost',
    ]);
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['by-hand/0001.json', 'by-hand/0002.json']),
    );
  });

  it('writes the same files of the same journal', () => {
    const records = [
      record(1, 'ConfigMap', 'a', {
        after: live('ConfigMap', 'a', '1', { b: '1' }),
      }),
    ];
    expect(write(records)).toEqual(write(records));
    expect(write(records).files[0]).toMatchObject({
      path: 'restore.sh',
      executable: true,
    });
  });
});
