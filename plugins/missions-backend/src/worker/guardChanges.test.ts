import {
  errorCatalogue,
  type PlannedChange,
} from '@mission-control/plugin-missions-common';
import { conflictAmong, guardChanges, refusalAmong } from './guardChanges';
import type { TargetSession } from './TargetSession';

const change = (options: Partial<PlannedChange> = {}): PlannedChange => ({
  stepId: 'paint',
  kind: 'change',
  object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'web', name: 'a' },
  ...options,
});

function problems(
  changes: PlannedChange[],
  options: {
    undoOf?: string;
    refusal?: ReturnType<TargetSession['writeRefusal']>;
  } = {},
) {
  const draft = { problems: [] };
  const session = {
    session: { run: { undoOf: options.undoOf } },
    writeRefusal: () => options.refusal,
  } as unknown as TargetSession;
  guardChanges(session, draft, 'paint', changes);
  return draft.problems;
}

describe('guardChanges', () => {
  it('finds nothing in changes that nobody refuses', () => {
    expect(problems([change(), change({ kind: 'noop' })])).toEqual([]);
  });

  it('sends a conflict of a mission to the owner', () => {
    expect(
      problems([change({ kind: 'conflict', conflictWith: 'argocd' })]),
    ).toEqual([
      {
        stepId: 'paint',
        code: 'PLAN_CONFLICT',
        message: 'ConfigMap web/a is managed by argocd',
        remedy: errorCatalogue.PLAN_CONFLICT.remedy,
      },
    ]);
  });

  it('says of a conflict of an undo what happened and how to overwrite it', () => {
    const [problem] = problems(
      [
        change({
          kind: 'conflict',
          verb: 'restore',
          conflictWith: 'kubectl-edit',
          note: 'data.a was changed since by kubectl-edit',
        }),
      ],
      { undoOf: 'r1' },
    );
    expect(problem).toMatchObject({
      code: 'PLAN_CONFLICT',
      message:
        'ConfigMap web/a is not as the run left it: data.a was changed since by kubectl-edit',
      remedy: expect.stringMatching(/overwriteDrift/),
    });
  });

  it('does not offer to overwrite an object that stands where one was deleted', () => {
    const [problem] = problems(
      [
        change({
          kind: 'conflict',
          verb: 'create',
          uid: 'other',
          conflictWith: 'kubectl',
        }),
      ],
      { undoOf: 'r1' },
    );
    expect(problem).toMatchObject({
      message: expect.stringContaining('it belongs to kubectl now'),
      remedy: expect.not.stringContaining('overwrite'),
    });
  });

  it('offers to leave away what cannot be made anew, where nothing stands', () => {
    const [problem] = problems(
      [
        change({
          kind: 'conflict',
          verb: 'create',
          conflictWith: 'the garbage collector',
          note: 'Its owner is gone (Deployment web)',
        }),
      ],
      { undoOf: 'r1' },
    );
    expect(problem).toMatchObject({
      message:
        'ConfigMap web/a cannot be made anew: Its owner is gone (Deployment web)',
      remedy: expect.stringMatching(/leave it away .keepDrift/),
    });
  });

  it.each([
    ['create', 'made anew'],
    ['delete', 'deleted'],
    ['restore', 'put back'],
  ])('offers only to keep what the API server refuses to %s', (verb, words) => {
    const [problem] = problems(
      [
        change({
          kind: 'conflict',
          verb,
          takeOver: false,
          uid: 'same',
          conflictWith: 'the API server',
          note: 'The API server refuses it: not today',
        }),
      ],
      { undoOf: 'r1' },
    );
    expect(problem).toMatchObject({
      message: `ConfigMap web/a cannot be ${words}: The API server refuses it: not today`,
      remedy: expect.stringMatching(
        /^((?!overwrite).)*keepDrift((?!overwrite).)*$/,
      ),
    });
  });

  it.each(['NAMESPACE_DENIED', 'KIND_DENIED', 'SECRET_KEY_MISSING'] as const)(
    'passes the code of a guard on: %s',
    code => {
      expect(
        problems([change()], { refusal: { code, message: 'No' } }),
      ).toEqual([
        {
          stepId: 'paint',
          code,
          message: 'ConfigMap web/a: No',
          remedy: errorCatalogue[code].remedy,
        },
      ]);
    },
  );

  it('says once per step what a guard refuses for the same reason', () => {
    const code = 'CLUSTER_READ_ONLY';
    expect(
      problems([change(), change({ kind: 'noop' }), change()], {
        refusal: { code, message: 'It is frozen' },
      }),
    ).toEqual([
      {
        stepId: 'paint',
        code,
        message: 'ConfigMap web/a and 1 more: It is frozen',
        remedy: errorCatalogue[code].remedy,
      },
    ]);
  });
});

describe('refusalAmong', () => {
  const session = {
    writeRefusal: () => ({ code: 'KIND_DENIED', message: 'No' }),
  } as unknown as TargetSession;

  it('refuses nothing that is not written', () => {
    expect(refusalAmong(session, [change({ kind: 'noop' })])).toBeUndefined();
  });

  it('names the first object that a guard refuses', () => {
    expect(
      refusalAmong(session, [change({ kind: 'noop' }), change()]),
    ).toMatchObject({
      code: 'KIND_DENIED',
      message: 'ConfigMap web/a: No',
      object: change().object,
    });
  });
});

describe('conflictAmong', () => {
  it('finds nothing where no change belongs to another owner', () => {
    expect(conflictAmong([change(), change({ kind: 'noop' })])).toBe(undefined);
  });

  it('names every owner, and the fields that its words do not name', () => {
    const paths = ['a', 'b', 'c', 'd', 'e', 'f'];
    const error = conflictAmong([
      change({
        kind: 'conflict',
        conflictWith: 'helm (data.a)',
        fields: [{ path: 'data.a' }],
      }),
      change({ kind: 'delete' }),
      change({
        kind: 'conflict',
        conflictWith: 'Argo CD',
        fields: paths.map(path => ({ path: `spec.${path}` })),
      }),
    ]);
    expect(error).toMatchObject({
      code: 'PLAN_CONFLICT',
      message:
        'ConfigMap web/a is managed by helm (data.a); ConfigMap web/a is managed by Argo CD; it is about spec.a, spec.b, spec.c, spec.d, spec.e and 1 more',
      remedy: expect.stringContaining('take it over'),
    });
  });
});
