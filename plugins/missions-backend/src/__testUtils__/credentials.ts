import type {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';

/** The credentials of a user, as the framework hands them to a plugin. */
export function userCredentials(
  userEntityRef: string = 'user:default/mock',
): BackstageCredentials<BackstageUserPrincipal> {
  return of({ type: 'user', userEntityRef });
}

/** The credentials of a service that is no user's. */
export function serviceCredentials(
  subject: string = 'external:test-service',
): BackstageCredentials<BackstageServicePrincipal> {
  return of({ type: 'service', subject });
}

function of<T>(principal: T): BackstageCredentials<T> {
  // The framework's own field, which the public type leaves out.
  const versioned = { version: 'v1', principal };
  return { $$type: '@backstage/BackstageCredentials', ...versioned };
}
