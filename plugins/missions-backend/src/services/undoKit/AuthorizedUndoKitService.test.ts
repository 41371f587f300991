import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { userCredentials } from '../../__testUtils__/credentials';
import { mockPermissions } from '../../__testUtils__/mockPermissions';
import { AuthorizedUndoKitService } from './AuthorizedUndoKitService';

const options = { runId: 'r1', credentials: userCredentials() };
const request = { passphrase: 'correct horse battery staple' };

function setup(allowed: readonly string[]) {
  const permissions = mockPermissions();
  permissions.authorize.mockImplementation(async asked =>
    asked.map(({ permission }) => ({
      result: allowed.includes(permission.name)
        ? AuthorizeResult.ALLOW
        : AuthorizeResult.DENY,
    })),
  );
  const inner = {
    describe: jest.fn(async () => ({ targets: [], bytes: 0 })),
    export: jest.fn(),
  };
  const service = AuthorizedUndoKitService.create({ inner, permissions });
  return { inner, service };
}

describe('AuthorizedUndoKitService', () => {
  const names = ['read', 'undo', 'export'].map(name => `missions.run.${name}`);

  it.each([
    ['NOT_FOUND', names.slice(1)],
    ['NOT_ALLOWED', [names[0], names[1]]],
    ['NOT_ALLOWED', [names[0], names[2]]],
  ])('refuses with %s who has only %j', async (code, allowed) => {
    const { inner, service } = setup(allowed);
    await expect(service.describe(options)).rejects.toMatchObject({ code });
    await expect(service.export({ ...options, request })).rejects.toMatchObject(
      { code },
    );
    expect(inner.describe).not.toHaveBeenCalled();
    expect(inner.export).not.toHaveBeenCalled();
  });

  it('passes on who has all three', async () => {
    const { inner, service } = setup(names);
    await service.describe(options);
    await service.export({ ...options, request });
    expect(inner.describe).toHaveBeenCalledWith(options);
    expect(inner.export).toHaveBeenCalledWith({ ...options, request });
  });
});
