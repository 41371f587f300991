import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FieldChange, Plan, PlannedChange } from '../../schema/openapi';
import { planSummary } from '../planSummary';
import { changeMarkdown } from './changeMarkdown';
import { planToMarkdown } from './planToMarkdown';

const GOLDEN = join(__dirname, '__golden__');

/** What a file of expected text holds; UPDATE_GOLDEN=1 writes it. */
function golden(name: string, text: string): string {
  const file = join(GOLDEN, name);
  if (process.env.UPDATE_GOLDEN) {
    writeFileSync(file, text);
  }
  return readFileSync(file, 'utf8');
}

const object = (kind: string, name: string, apiVersion = 'v1') => ({
  apiVersion,
  kind,
  namespace: 'web',
  name,
});

const changes: PlannedChange[] = [
  {
    stepId: 'apply',
    kind: 'create',
    verb: 'apply',
    object: object('Secret', 'web-token'),
    digest: 'hmac:3f2a91',
    desired: {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'web-token', namespace: 'web' },
      stringData: { token: '*** (3f2a91)', forgotten: 'hunter2-hunter2' },
    },
  },
  {
    stepId: 'apply',
    kind: 'change',
    verb: 'apply',
    uid: 'uid-of-web',
    object: object('Deployment', 'web', 'apps/v1'),
    takeOver: true,
    conflictWith: 'argocd-controller (spec.replicas)',
    allocated: ['spec.clusterIP'],
    warnings: [
      'would violate PodSecurity "restricted": _runAsNonRoot_ != true',
    ],
    fields: [
      {
        path: 'spec.replicas',
        before: 1,
        after: 3,
        owner: 'argocd-controller',
      },
      { path: 'metadata.labels.tier', before: 'old' },
      { path: 'metadata.labels.team', after: 'a|b' },
      {
        path: 'spec.template.env[name=TOKEN].value',
        secret: true,
        before: '***',
        after: 'leaked-value-of-a-secret',
      },
    ],
  },
  {
    stepId: 'apply',
    kind: 'conflict',
    verb: 'apply',
    uid: 'uid-of-page',
    object: object('ConfigMap', 'page'),
    conflictWith: 'kubectl-edit',
    note: 'data.greeting was changed since by kubectl-edit',
    fields: [
      {
        path: 'data.greeting',
        before: 'hello',
        written: 'hi',
        after: 'bye',
        owner: 'kubectl-edit',
      },
    ],
  },
  {
    stepId: 'clean',
    kind: 'delete',
    verb: 'delete',
    uid: 'uid-of-data',
    object: object('PersistentVolumeClaim', 'data'),
    irreversible: 'its volume is deleted with it',
    live: { kind: 'PersistentVolumeClaim', spec: { storageClassName: 'fast' } },
  },
  {
    stepId: 'declare',
    kind: 'deferred',
    object: object('Window', 'weekend', 'example.com/v1'),
    deferredReason: 'its kind comes with step apply',
    bounds: ['create Window web/weekend'],
  },
  { stepId: 'apply', kind: 'noop', object: object('Service', 'web') },
];

const plan: Plan = {
  runId: 'r1',
  hash: 'hash-of-the-plan',
  summary: planSummary(changes),
  targets: [
    {
      targetId: 'prod-eu',
      cluster: {
        name: 'prod-eu',
        title: 'Production Europe',
        environment: 'production',
        production: true,
      },
      clusterUid: 'uid-of-kube-system',
      hash: 'hash-of-prod-eu',
      madeAt: new Date(0),
      changes,
      reads: [
        {
          stepId: 'look',
          action: 'kubernetes:get',
          summary: 'Revision 3 is the last good one',
          output: { image: 'web:1.27', text: 'three ``` backticks' },
        },
      ],
      problems: [
        {
          stepId: 'apply',
          code: 'PLAN_CONFLICT',
          message: 'ConfigMap page belongs to kubectl-edit.',
          remedy: 'Take it over or leave it.',
        },
      ],
    },
    {
      targetId: 'dev',
      hash: 'hash-of-dev',
      madeAt: new Date(1000),
      changes: [],
      reads: [],
    },
  ],
};

describe('planToMarkdown', () => {
  it('tells all that people approve', () => {
    const text = planToMarkdown(plan, {
      title: 'Web *application*',
      missionRef: 'mission-control/install-web-application',
      missionVersion: 'sha256:abc',
      parameters: {
        namespace: 'web|shop',
        replicas: 3,
        token: '***',
        limits: { cpu: '1' },
      },
      identities: { 'prod-eu': 'system:serviceaccount:missions:portal' },
    });
    expect(text).toBe(golden('plan.md.golden', text));
  });

  it('tells first what waits for an approval of its own, with its reasons', () => {
    const [, change] = changes;
    const text = planToMarkdown(plan, {
      title: 'Web',
      waiting: [
        {
          targetId: 'prod-eu',
          stepId: 'apply',
          hash: 'hash-of-what-differs',
          message: 'Service web/web changed since',
          changes: [
            {
              ...change,
              drift: 'is another now',
            },
            {
              stepId: 'apply',
              kind: 'noop',
              object: object('Service', 'web'),
              note: 'Stays as it is. *spec* was changed',
            },
          ],
        },
      ],
    });
    const [asked] = text.split('## prod-eu');
    expect(asked).toContain(
      [
        '## Waits for an approval of its own: prod-eu',
        '',
        '|  |  |',
        '| --- | --- |',
        '| Step | `apply` |',
        '| Why | Service web/web changed since |',
        '| Hash of what is asked for | `hash-of-what-differs` |',
        '',
        '0 create, 1 change, 0 delete, 0 deferred, 0 in conflict, 0 irreversible, 1 unchanged',
        '',
        '### `~` Deployment web/web',
      ].join('\n'),
    );
    expect(asked).toContain('- **Not as approved before:** is another now');
    expect(asked).toContain(
      '- Service web/web: Stays as it is. \\*spec\\* was changed',
    );
  });

  it('says of a secret that it was not given', () => {
    const text = planToMarkdown(plan, {
      title: 'Web',
      parameters: { token: null, note: 'null' },
    });
    expect(text).toContain('| `token` | not given |');
    expect(text).toContain('| `note` | `null` |');
  });

  it('says that there are no parameters', () => {
    const text = planToMarkdown(plan, { title: 'Web', parameters: {} });
    expect(text).toContain('| Parameters | none |');
  });

  it('lets no secret through that came unmasked', () => {
    const text = planToMarkdown(plan, { title: 'Web' });
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain('leaked-value');
    expect(text).toContain('*** (3f2a91)');
  });

  const fieldsOf = (...fields: FieldChange[]) =>
    changeMarkdown({
      stepId: 's',
      kind: 'change',
      object: object('ConfigMap', 'page'),
      fields,
    }).slice(-fields.length);

  it.each([
    ['a pipe', 'a|b', '`a\\|b`'],
    ['a backslash and a pipe', 'a\\|b', '`a\\\\\\u{7c}b`'],
    ['two of them', 'a\\\\|b', '`a\\\\\\|b`'],
    ['a pipe that is written out', 'a\\u{7c}b', '`a\\\\u{7c}b`'],
    ['a list of them', ['\\|'], '`["\\\\\\|"]`'],
    ['a backtick', 'a`b', '``a`b``'],
    ['backticks at the ends', '``a`', '``` ``a` ```'],
    ['lines', 'l1\n  l2', '`l1 ⏎   l2`'],
    ['nothing', '', '` `'],
    ['a mark', '<b>*x*</b>', '`<b>*x*</b>`'],
    ['a list', ['a', 1], '`["a",1]`'],
  ])('keeps a value with %s inside its cell', (_title, after, cell) => {
    const [, , , , , , row] = changeMarkdown({
      stepId: 's',
      kind: 'change',
      object: object('ConfigMap', 'page'),
      fields: [{ path: 'data.k', after }],
    }).slice(1);
    expect(row).toBe(`| \`data.k\` | _absent_ | ${cell} |  |`);
  });

  it('takes a value of any number of backticks', () => {
    const after = '`a'.repeat(200_000);
    const [row] = fieldsOf({ path: 'data.k', after });
    expect(row).toBe(`| \`data.k\` | _absent_ | \`\` ${after} \`\` |  |`);
  });

  it.each([
    [undefined, '- **Owned by** kubectl-edit'],
    [true, '- **Taken over** from kubectl-edit'],
    [false, '- **In the way:** kubectl-edit'],
  ])('says with takeOver %s whose it is', (takeOver, said) => {
    const lines = changeMarkdown({
      stepId: 's',
      kind: 'conflict',
      object: object('ConfigMap', 'page'),
      conflictWith: 'kubectl-edit',
      takeOver,
    });
    expect(lines.filter(line => line.endsWith('kubectl-edit'))).toEqual([said]);
  });

  it('lets no note, owner or name become a mark', () => {
    const text = changeMarkdown({
      stepId: 's',
      kind: 'conflict',
      object: object('ConfigMap', 'a_b'),
      conflictWith: 'x](http://evil) | <img>',
      note: 'one\n\n# two `three`',
    }).join('\n');
    expect(text).toContain('### `!` ConfigMap web/a\\_b');
    expect(text).toContain('x\\](http://evil) \\| \\<img\\>');
    expect(text).toContain('- one \\# two \\`three\\`');
  });

  it('writes out what cannot be seen, in values, notes and whole objects', () => {
    const hidden = 'a\u202eb';
    const lines = [
      ...changeMarkdown({
        stepId: 's',
        kind: 'change',
        object: object('ConfigMap', 'page'),
        note: hidden,
        fields: [{ path: 'data.k', after: hidden }],
      }),
      ...changeMarkdown({
        stepId: 's',
        kind: 'create',
        object: object('ConfigMap', 'page'),
        desired: { data: { k: hidden } },
      }),
    ].join('\n');
    expect(lines).not.toContain('\u202e');
    expect(lines.split('202e')).toHaveLength(4);
  });

  const whole = (value: unknown) =>
    changeMarkdown({
      stepId: 's',
      kind: 'create',
      object: object('ConfigMap', 'page'),
      desired: { data: value },
    }).join('\n');

  it('tells what is written out from a text that reads like it', () => {
    const texts = ['x\\u{202e}y', 'x\u202ey', 'x\\\u202ey'];
    for (const form of [
      (text: string) => fieldsOf({ path: 'data.k', after: text })[0],
      (text: string) => whole({ k: text }),
      (text: string) => whole({ k: `${text}\nsecond line` }),
      (text: string) => whole({ k: `${text} "quoted"` }),
      (text: string) => whole({ k: `${text}\n  ` }),
      (text: string) => whole({ [text]: 1 }),
    ]) {
      expect(new Set(texts.map(form)).size).toBe(3);
    }
  });

  it('doubles no backslash of a quoted text twice', () => {
    expect(whole({ k: 'x: \\u{202e}' })).toContain('k: "x: \\\\u{202e}"');
    expect(whole({ k: 'x\\u{202e}' })).toContain('k: "x\\\\u{202e}"');
    expect(whole({ k: 'x\\d' })).toContain('k: x\\d');
    expect(whole({ k: 'x\u202e' })).toContain('k: x\\u{202e}');
    expect(whole({ k: '/\\u{202e}/u\n\u202e\n' })).toContain(
      'k: |\n+    /\\\\u{202e}/u\n+    \\u{202e}',
    );
  });

  it('tells apart what looks the same in a cell', () => {
    expect(
      fieldsOf(
        { path: 'a', before: 'a\r\nb', after: 'a\nb' },
        { path: 'b', before: 'a  b', written: 'a\u00a0b', after: 'a b' },
        { path: 'c', before: '80', after: 80 },
      ),
    ).toEqual([
      '| `a` | `a\\u{d} ⏎ b` | _absent_ | `a ⏎ b` |  |',
      '| `b` | `a \\u{20}b` | `a\\u{a0}b` | `a b` |  |',
      '| `c` | `"80"` | _absent_ | `80` |  |',
    ]);
  });
});
