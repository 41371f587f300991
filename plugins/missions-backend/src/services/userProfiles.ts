import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { StarterNeeds } from '../clusters';
import type { UserResolver } from './AskingUser';

/**
 * Reads of a User entity what clusters are configured to name people by, and
 * nothing else: it is kept with runs. An entity that is not there names nobody.
 */
export function userProfiles(options: {
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  needs: StarterNeeds | undefined;
}): UserResolver['profile'] {
  const { catalog, auth, needs } = options;
  return (
    needs &&
    (async ref => {
      const entity = await catalog.getEntityByRef(ref, {
        credentials: await auth.getOwnServiceCredentials(),
      });
      const { profile } = (entity?.spec ?? {}) as {
        profile?: { email?: unknown };
      };
      const annotations = entity?.metadata.annotations ?? {};
      const email = needs.email ? profile?.email : undefined;
      return {
        ...(typeof email === 'string' && { email }),
        annotations: Object.fromEntries(
          needs.annotations.flatMap(name =>
            Object.hasOwn(annotations, name) ? [[name, annotations[name]]] : [],
          ),
        ),
      };
    })
  );
}
