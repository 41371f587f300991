import { createBackendModule } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
  type SignInResolver,
} from '@backstage/plugin-auth-node';

/** Header of the sign-in page's request that says who to be. */
const IDENTITY_HEADER = 'x-missions-demo-identity';
const PROVIDER_ID = 'missions-demo';

/** The people of the demo and the group whose rights they have. */
const PEOPLE = {
  operator: 'group:default/operators',
  approver: 'group:default/approvers',
  viewer: 'group:default/viewers',
} as const;
type Person = keyof typeof PEOPLE;

/** Throws when anybody could sign in to a production instance. */
export function refuseProduction(environment: string | undefined): void {
  if (environment !== 'production') return;
  throw new Error(
    'The demo sign-in lets anybody in and does not load in production (NODE_ENV is "production"). ' +
      'Remove demoAuthModule from the backend and configure a real auth provider.',
  );
}

/** Reads who to be from the header, the query or the body; anybody unknown is an error. */
export const demoAuthenticator = createProxyAuthenticator({
  defaultProfileTransform: async ({ person }: { person: Person }) => ({
    profile: { email: `${person}@example.com` },
  }),
  initialize: () => undefined,
  async authenticate({ req }) {
    const asked =
      req.header(IDENTITY_HEADER) ?? req.query.identity ?? req.body?.identity;
    const names = Object.keys(PEOPLE).join(', ');
    if (typeof asked !== 'string' || !Object.hasOwn(PEOPLE, asked)) {
      throw new InputError(
        `The demo knows ${names}; the header ${IDENTITY_HEADER} says ${JSON.stringify(
          asked ?? null,
        )}`,
      );
    }
    return { result: { person: asked as Person } };
  },
});

/** The person's catalog entity, or the same identity while the catalog is still loading. */
const signInAsPerson: SignInResolver<{ person: Person }> = async (
  { result },
  context,
) => {
  const { person } = result;
  const entityRef = `user:default/${person}`;
  try {
    return await context.signInWithCatalogUser({ entityRef });
  } catch {
    return context.issueToken({
      claims: { sub: entityRef, ent: [entityRef, PEOPLE[person]] },
    });
  }
};

/**
 * Signs in as one of three people without any credentials. For the demo on one's
 * own machine only: it refuses to load where NODE_ENV is `production`.
 * @public
 */
export const demoAuthModule = createBackendModule({
  pluginId: 'auth',
  moduleId: 'missions-demo-provider',
  register(registration) {
    refuseProduction(process.env.NODE_ENV);
    registration.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        providers.registerProvider({
          providerId: PROVIDER_ID,
          factory: createProxyAuthProviderFactory({
            authenticator: demoAuthenticator,
            signInResolver: signInAsPerson,
          }),
        });
      },
    });
  },
});
