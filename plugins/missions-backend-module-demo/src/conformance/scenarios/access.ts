import { OWNER_OF_A_QUESTION } from '../exemptions';
import { configMap } from '../objects';
import { Scenario } from '../scenario';

/** Who asks, and what they may do: reviews, impersonation and RBAC. */
export const access: Scenario[] = [
  {
    name: 'tells an impersonated user as whom the server knows them',
    except: [OWNER_OF_A_QUESTION],
    run: async ({ request, expect }) => {
      const answer = await request(
        'POST',
        '/apis/authentication.k8s.io/v1/selfsubjectreviews',
        {
          headers: { 'impersonate-user': 'jane', 'impersonate-group': 'ops' },
          body: {
            apiVersion: 'authentication.k8s.io/v1',
            kind: 'SelfSubjectReview',
          },
        },
      );
      expect([answer.status, answer.body.status]).toEqual([
        201,
        {
          userInfo: {
            username: 'jane',
            groups: ['ops', 'system:authenticated'],
          },
        },
      ]);
    },
  },
  {
    name: 'lets an administrator do everything by access review',
    except: [OWNER_OF_A_QUESTION],
    run: async ({ post, namespace, expect }) => {
      const spec = {
        resourceAttributes: {
          namespace,
          verb: 'delete',
          group: 'apps',
          resource: 'deployments',
        },
      };
      const answer = await post(
        '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec,
        },
      );
      expect([answer.status, answer.body.status.allowed]).toEqual([201, true]);
    },
  },
  {
    name: 'refuses an impersonated user without rights, naming verb and resource',
    run: async ({ request, namespace, expect }) => {
      const headers = { 'impersonate-user': 'nobody' };
      const answer = await request(
        'GET',
        `/apis/apps/v1/namespaces/${namespace}/deployments`,
        { headers },
      );
      expect(answer.body).toMatchObject({ code: 403, reason: 'Forbidden' });
      expect(answer.body.message).toBe(
        `deployments.apps is forbidden: User "nobody" cannot list resource "deployments" in API group "apps" in the namespace "${namespace}"`,
      );
    },
  },
  {
    name: 'lets an impersonated user do what a Role grants, by name',
    run: async ({ post, request, namespace, expect }) => {
      const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
      const apiVersion = 'rbac.authorization.k8s.io/v1';
      await post(`${rbac}/roles`, {
        apiVersion,
        kind: 'Role',
        metadata: { name: 'r' },
        rules: [
          {
            apiGroups: [''],
            resources: ['configmaps'],
            resourceNames: ['a'],
            verbs: ['get'],
          },
        ],
      });
      await post(`${rbac}/rolebindings`, {
        apiVersion,
        kind: 'RoleBinding',
        metadata: { name: 'b' },
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'Role',
          name: 'r',
        },
        subjects: [
          { kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' },
        ],
      });
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      await post(path, configMap('a'));
      const headers = { 'impersonate-user': 'jane' };
      let status = 0;
      for (let i = 0; i < 50 && status !== 200; i += 1)
        status = (await request('GET', `${path}/a`, { headers })).status;
      expect(status).toBe(200);
      expect((await request('GET', `${path}/b`, { headers })).status).toBe(403);
    },
  },
];
