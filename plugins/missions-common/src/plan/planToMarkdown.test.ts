import { planSummary } from './planSummary';
import { planToMarkdown } from './planToMarkdown';

const changes = [
  {
    stepId: 's',
    kind: 'change' as const,
    object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'a', name: 'b' },
    fields: [
      { path: 'data.k', before: 'x|y', after: 'l1\nl2`', owner: 'helm' },
    ],
  },
  {
    stepId: 's',
    kind: 'create' as const,
    object: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      namespace: 'a',
      name: 'smoke',
    },
    irreversible: 'a finished Job stays',
    note: 'Removes itself after an hour',
  },
  {
    stepId: 's',
    kind: 'noop' as const,
    object: { apiVersion: 'v1', kind: 'Namespace', name: 'a' },
  },
];

describe('planToMarkdown', () => {
  it('keeps values inside their cells and names what is irreversible', () => {
    const text = planToMarkdown(
      {
        runId: 'r1',
        hash: 'h',
        summary: planSummary(changes),
        targets: [
          {
            targetId: 'dev',
            hash: 'th',
            changes,
            reads: [],
            madeAt: new Date(0),
          },
        ],
      },
      'Web',
    );
    expect(text).toContain(
      '1 create, 1 change, 0 delete, 0 deferred, 0 in conflict, 1 irreversible',
    );
    expect(text).toContain('| `data.k` | `x\\|y` | `l1 ⏎ l2ˋ` | helm |');
    expect(text).toContain('### `+` Job a/smoke');
    expect(text).toContain('_irreversible: a finished Job stays_');
    expect(text).toContain('_Removes itself after an hour_');
    expect(text).toContain('1 objects stay as they are.');
  });
});
