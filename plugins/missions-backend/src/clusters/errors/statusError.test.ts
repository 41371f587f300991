import { statusError, type RefusedAnswer } from './statusError';

const status = (
  code: number,
  message: string,
  rest: Record<string, unknown> = {},
): Pick<RefusedAnswer, 'httpStatus' | 'body'> => ({
  httpStatus: code,
  body: { kind: 'Status', code, message, ...rest },
});

const deployment = '/apis/apps/v1/namespaces/web/deployments/site';

describe('statusError', () => {
  it.each([
    [
      'credentials that are refused',
      status(401, 'Unauthorized'),
      'CLUSTER_UNAUTHORIZED',
    ],
    [
      'an object that does not exist',
      status(404, 'deployments.apps "site" not found', {
        reason: 'NotFound',
        details: { name: 'site', kind: 'deployments' },
      }),
      'KUBERNETES_NOT_FOUND',
    ],
    [
      'a path that is not served, in plain text',
      { httpStatus: 404, body: '404 page not found\n' },
      'KUBERNETES_API_ABSENT',
    ],
    [
      'a path that is not served, as Status',
      status(404, 'the server could not find the requested resource', {
        details: {},
      }),
      'KUBERNETES_API_ABSENT',
    ],
    [
      'a quota',
      status(
        403,
        'pods "a" is forbidden: exceeded quota: q, requested: pods=1',
      ),
      'KUBERNETES_QUOTA',
    ],
    [
      'Pod Security',
      status(
        403,
        'pods "a" is forbidden: violates PodSecurity "restricted:latest"',
      ),
      'KUBERNETES_INVALID',
    ],
    [
      'a webhook that denies',
      status(403, 'admission webhook "x.y" denied the request: no'),
      'KUBERNETES_INVALID',
    ],
    [
      'a webhook that keeps what is in use',
      status(409, 'admission webhook "x.y" denied the request: in use'),
      'KUBERNETES_INVALID',
    ],
    [
      'a webhook that finds nothing',
      status(404, 'admission webhook "x.y" denied the request: no owner'),
      'KUBERNETES_INVALID',
    ],
    [
      'a webhook that asks to come back',
      status(429, 'admission webhook "x.y" denied the request: not yet'),
      'CLUSTER_THROTTLED',
    ],
    [
      'a webhook that failed itself',
      status(500, 'admission webhook "x.y" denied the request: no database'),
      'KUBERNETES_SERVER_ERROR',
    ],
    [
      'a policy that says Unauthorized',
      status(
        401,
        "pods \"a\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no",
      ),
      'KUBERNETES_INVALID',
    ],
    [
      'a namespace that goes',
      status(
        403,
        'pods "a" is forbidden: unable to create new content in namespace web because it is being terminated',
      ),
      'KUBERNETES_INVALID',
    ],
    [
      'RBAC escalation',
      status(
        403,
        'roles "a" is forbidden: user "u" (groups=[]) is attempting to grant RBAC permissions not currently held',
      ),
      'CLUSTER_FORBIDDEN',
    ],
    [
      'a wrong type under apply',
      status(
        500,
        'failed to create typed patch object (web/site): .spec.x: field not declared in schema',
      ),
      'KUBERNETES_INVALID',
    ],
    [
      'an internal error',
      status(500, 'Internal error occurred'),
      'KUBERNETES_SERVER_ERROR',
    ],
    [
      'a server that stops',
      status(503, 'apiserver is shutting down'),
      'CLUSTER_UNREACHABLE',
    ],
    ['a gateway', { httpStatus: 502, body: '<html>' }, 'CLUSTER_UNREACHABLE'],
    ['a time-out', status(504, 'timed out'), 'CLUSTER_TIMEOUT'],
    ['a limit', status(429, 'too many requests'), 'CLUSTER_THROTTLED'],
    ['an unknown method', status(405, 'not allowed'), 'KUBERNETES_INVALID'],
  ])('maps %s', (_, answer, code) => {
    const error = statusError({
      cluster: 'c',
      method: 'PATCH',
      path: deployment,
      ...answer,
    });
    expect(error).toMatchObject({
      code,
      details: { httpStatus: answer.httpStatus, verb: 'patch' },
    });
    expect(error.message.length).toBeGreaterThan(3);
  });

  it.each([
    [
      403,
      false,
      'Admission control refused it: change the object, or the rule',
    ],
    [429, true, "The admission webhook 'x.y' asks to come back later"],
    [500, false, "The admission webhook 'x.y' failed itself (500)"],
    [503, true, "The admission webhook 'x.y' failed itself (503)"],
    [504, true, "The admission webhook 'x.y' failed itself (504)"],
  ])(
    'says of a webhook that denies with %d whether that is worth another try',
    (code, retryable, remedy) => {
      const error = statusError({
        cluster: 'c',
        method: 'PATCH',
        path: deployment,
        ...status(code, 'admission webhook "x.y" denied the request: no'),
      });
      expect(error).toMatchObject({
        retryable,
        remedy: expect.stringContaining(remedy),
        details: { admission: true },
      });
      expect(error.details).not.toHaveProperty('executed');
    },
  );

  it.each([
    ['a header', { ...status(429, 'slow'), retryAfterMs: 7000 }, 7],
    [
      'its Status',
      status(503, 'starting', { details: { retryAfterSeconds: 3 } }),
      3,
    ],
    [
      'both',
      {
        ...status(503, 'starting', { details: { retryAfterSeconds: 3 } }),
        retryAfterMs: 7000,
      },
      7,
    ],
    ['neither', status(429, 'slow'), undefined],
    [
      'an answer that is no matter of time',
      { ...status(403, 'no'), retryAfterMs: 7000 },
      undefined,
    ],
  ])('keeps when to come back, by %s', (_, answer, seconds) => {
    const { details } = statusError({
      cluster: 'c',
      path: deployment,
      ...answer,
    });
    expect(details?.retryAfterSeconds).toBe(seconds);
  });

  it.each([
    [
      'an internal error without a reason',
      status(500, 'something broke'),
      false,
    ],
    ['what cannot be read', { httpStatus: 500, body: 'oops' }, false],
    ['a server that asks to slow down', status(429, 'slow'), true],
    ['a server that starts', status(503, 'starting'), true],
    [
      'fields of another owner',
      status(409, 'conflict', {
        details: { causes: [{ reason: 'FieldManagerConflict', field: '.a' }] },
      }),
      false,
    ],
    [
      'an object that exists',
      status(409, 'exists', { reason: 'AlreadyExists' }),
      false,
    ],
    [
      'what is forbidden',
      status(403, 'pods is forbidden: User "a" cannot list'),
      false,
    ],
    ['what is invalid', status(422, 'invalid', { reason: 'Invalid' }), false],
  ])('says of %s whether a step may try again', (_, answer, retryable) => {
    const error = statusError({ cluster: 'c', path: deployment, ...answer });
    expect(error.retryable).toBe(retryable);
  });

  it('says what helps where a webhook cannot be tried', () => {
    const error = statusError({
      cluster: 'c',
      method: 'DELETE',
      path: deployment,
      ...status(400, 'admission webhook "x.y" does not support dry run'),
    });
    expect(error).toMatchObject({
      code: 'KUBERNETES_INVALID',
      remedy:
        "Have the admission webhook 'x.y' declare that a dry run has no side effects (sideEffects: None or NoneOnDryRun).",
      details: { dryRunUnsupported: true },
    });
  });

  it('names verb, resource and who, when RBAC forbids', () => {
    const answer = status(
      403,
      'deployments.apps "site" is forbidden: User "jane" cannot patch resource "deployments" in API group "apps" in the namespace "web"',
    );
    const error = statusError({
      cluster: 'c',
      method: 'PATCH',
      path: deployment,
      ...answer,
    });
    expect(error.code).toBe('CLUSTER_FORBIDDEN');
    expect(error.message).toBe(
      "Cluster 'c' forbids 'jane' to patch deployments (apps) in namespace web",
    );
    expect(error.remedy).toBe(
      "Grant the verb 'patch' on deployments (apps) in namespace web to 'jane'.",
    );
    expect(error.details?.status).toEqual(answer.body);
  });

  it('tells a field conflict from a failed precondition', () => {
    const fields = statusError({
      cluster: 'c',
      method: 'PATCH',
      path: deployment,
      ...status(409, 'Apply failed with 1 conflict', {
        reason: 'Conflict',
        details: {
          causes: [
            {
              reason: 'FieldManagerConflict',
              message: 'conflict with "argocd-controller" using apps/v1',
              field: '.spec.replicas',
            },
          ],
        },
      }),
    });
    expect(fields).toMatchObject({
      code: 'KUBERNETES_CONFLICT',
      message: 'Fields of site belong to argocd-controller: .spec.replicas',
      retryable: false,
      details: {
        conflict: 'fields',
        conflicts: [{ manager: 'argocd-controller', field: '.spec.replicas' }],
      },
    });

    const precondition = statusError({
      cluster: 'c',
      method: 'PUT',
      path: deployment,
      ...status(409, 'the object has been modified', { reason: 'Conflict' }),
    });
    expect(precondition).toMatchObject({
      code: 'KUBERNETES_CONFLICT',
      retryable: true,
      details: { conflict: 'precondition' },
    });

    const exists = statusError({
      cluster: 'c',
      method: 'POST',
      path: '/apis/apps/v1/namespaces/web/deployments',
      ...status(409, 'already exists', { reason: 'AlreadyExists' }),
    });
    expect(exists).toMatchObject({
      retryable: false,
      remedy: expect.stringContaining('plan again'),
      details: { conflict: 'exists' },
    });
  });

  it('adds the causes of an invalid object that its message leaves out', () => {
    const error = statusError({
      cluster: 'c',
      path: deployment,
      ...status(422, 'Deployment "site" is invalid', {
        details: {
          causes: [{ field: 'spec.replicas', message: 'must not be negative' }],
        },
      }),
    });
    expect(error.message).toBe(
      'Deployment "site" is invalid (spec.replicas: must not be negative)',
    );
  });

  it('says NOT_SIMULATED only of demo clusters', () => {
    const answer = { cluster: 'c', path: deployment, ...status(501, 'no') };
    expect(statusError({ ...answer, demo: true }).code).toBe('NOT_SIMULATED');
    expect(statusError(answer).code).toBe('KUBERNETES_SERVER_ERROR');
  });

  it('leaves answers of an application behind the proxy to the application', () => {
    const error = statusError({
      cluster: 'c',
      path: '/api/v1/namespaces/web/services/site:80/proxy/health',
      httpStatus: 404,
      body: 'nothing here',
    });
    expect(error).toMatchObject({
      code: 'HTTP_FAILED',
      details: { httpStatus: 404, body: 'nothing here' },
    });
  });
});
