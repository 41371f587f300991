import {
  anApproval,
  aFinishedRun,
  aMission,
  aRun,
  aStep,
  aTarget,
} from '@mission-control/plugin-missions-react/testUtils';
import { countEnded, progressOf, sequenceNodes } from './sequenceNodes';

const steps = [
  aStep({ id: 'backup', name: 'Back up', childRunId: 'child-1' }),
  aStep({ id: 'upgrade[a]', name: 'Upgrade a', childRunId: 'child-2' }),
  aStep({ id: 'upgrade[b]', name: 'Upgrade b', state: 'pending' }),
  aStep({ id: 'report', name: 'Report', state: 'pending' }),
];
const run = aRun({ targetsDetail: [aTarget({ id: '-', steps })] });
const children = new Map([
  ['child-1', aFinishedRun({ id: 'child-1' })],
  ['child-2', aRun({ id: 'child-2', state: 'running' })],
]);
const mission = aMission({
  spec: {
    steps: [
      { id: 'backup' },
      { id: 'upgrade', needs: ['backup'] },
      { id: 'report', needs: ['backup', 'upgrade'] },
    ],
  },
});
const needsOf = (nodes: ReturnType<typeof sequenceNodes>) =>
  Object.fromEntries(
    nodes.map(({ id, needs }) => [
      id.slice(2),
      needs.map(need => need.slice(2)),
    ]),
  );

describe('sequenceNodes', () => {
  it('knows what comes after what, also through iterations', () => {
    expect(needsOf(sequenceNodes({ run, mission, children }))).toEqual({
      backup: [],
      'upgrade[a]': ['backup'],
      'upgrade[b]': ['backup'],
      report: ['backup', 'upgrade[a]', 'upgrade[b]'],
    });
  });

  it('takes the order of the steps where nothing is said', () => {
    expect(needsOf(sequenceNodes({ run, children }))).toMatchObject({
      'upgrade[b]': ['backup'],
      report: ['upgrade[a]', 'upgrade[b]'],
    });
  });

  it('calls for a person at an open gate, and shows work where a machine is waited for', () => {
    const waits = ['ask', 'sleep'].map(id => aStep({ id, state: 'waiting' }));
    const gate = anApproval({ kind: 'gate', targetId: '-', stepId: 'ask' });
    const nodes = sequenceNodes({
      run: aRun({
        targetsDetail: [aTarget({ id: '-', steps: waits })],
        approvals: [gate],
      }),
      children: new Map(),
    });
    expect(nodes.map(({ tone }) => tone)).toEqual(['wait', 'run']);
  });

  it('keeps the targets of a sequence apart', () => {
    const two = aRun({
      targetsDetail: [
        aTarget({ id: 'dev', steps }),
        aTarget({ id: 'prod', steps }),
      ],
    });
    const nodes = sequenceNodes({ run: two, mission, children });
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(8);
    expect(nodes[4]).toMatchObject({ id: 'prod/backup', needs: [] });
    expect(nodes[4].title).toBe('prod: Back up');
  });

  it('takes the tone of the run that the step started', () => {
    const tones = sequenceNodes({ run, mission, children }).map(
      ({ tone }) => tone,
    );
    expect(tones).toEqual(['ok', 'run', 'idle', 'idle']);
  });

  it.each([
    ['an undo that left something', { undoOf: 'first', keptCount: 2 }, 'warn'],
    ['a run that was taken back', { undoneBy: 'undo' }, 'idle'],
    ['a look without a verdict', { type: 'orbit' as const }, 'unknown'],
  ])('never draws %s as proven', (_, change, tone) => {
    const child = aFinishedRun({ id: 'child-1', ...change });
    const [node] = sequenceNodes({
      run,
      mission,
      children: new Map([['child-1', child]]),
    });
    expect(node.tone).toBe(tone);
  });

  it('shows waves only while they move', () => {
    const [backup, upgrade] = sequenceNodes({ run, mission, children });
    expect(backup.waves).toEqual([]);
    expect(
      upgrade.waves.map(({ number, targets }) => [
        number,
        targets.map(({ id }) => id),
      ]),
    ).toEqual([
      [0, ['prod-us']],
      [1, ['edge-1', 'prod-eu']],
    ]);
  });
});

describe('what a node counts', () => {
  it('counts the targets that reached an end', () => {
    expect(countEnded(aRun())).toBe(1);
  });

  it('counts steps only where something moves', () => {
    const [proven, failed, running] = aRun().targetsDetail;
    expect(progressOf(proven)).toBeUndefined();
    expect(progressOf(failed)).toBeUndefined();
    expect(progressOf(running)).toEqual({ done: 1, total: 3 });
  });
});
