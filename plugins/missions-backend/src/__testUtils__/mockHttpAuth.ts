import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { userCredentials } from './credentials';

/** Sees the same user in every request. */
export function mockHttpAuth(): HttpAuthService {
  const credentials = async () => userCredentials();
  return { credentials, issueUserCookie: jest.fn() } as HttpAuthService;
}
