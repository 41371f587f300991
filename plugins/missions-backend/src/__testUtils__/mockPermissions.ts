import type { PermissionsService } from '@backstage/backend-plugin-api';

/** A permission framework whose answers the test gives. */
export function mockPermissions(): jest.Mocked<PermissionsService> {
  return { authorize: jest.fn(), authorizeConditional: jest.fn() };
}
