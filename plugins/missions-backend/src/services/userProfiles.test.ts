import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { userProfiles } from './userProfiles';

const ANN = 'user:default/ann';

const entityOf = (spec: object, annotations?: Record<string, string>) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'ann', namespace: 'default', annotations },
  spec: { memberOf: ['group:default/leads'], ...spec },
});

describe('userProfiles', () => {
  const auth = mockServices.auth();

  function profileOf(
    entity: ReturnType<typeof entityOf> | undefined,
    needs: { email: boolean; annotations: readonly string[] },
  ) {
    const catalog = catalogServiceMock.mock();
    catalog.getEntityByRef.mockResolvedValue(entity as never);
    const profile = userProfiles({ auth, catalog, needs })!;
    return { catalog, profile };
  }

  it('asks for nobody where no cluster names people by their profile', () => {
    const catalog = catalogServiceMock.mock();
    expect(userProfiles({ auth, catalog, needs: undefined })).toBeUndefined();
  });

  it('asks as the plugin, for who is meant', async () => {
    const { catalog, profile } = profileOf(undefined, {
      email: true,
      annotations: [],
    });
    await profile(ANN);
    expect(catalog.getEntityByRef).toHaveBeenCalledWith(ANN, {
      credentials: await auth.getOwnServiceCredentials(),
    });
  });

  it('takes what is needed of a profile, and nothing else', async () => {
    const entity = entityOf(
      { profile: { email: 'ann@example.com', displayName: 'Ann' } },
      { 'ldap/uid': 'ann1', 'ldap/room': '12' },
    );
    const both = profileOf(entity, { email: true, annotations: ['ldap/uid'] });
    expect(await both.profile(ANN)).toEqual({
      email: 'ann@example.com',
      annotations: { 'ldap/uid': 'ann1' },
    });
    const none = profileOf(entity, { email: false, annotations: [] });
    expect(await none.profile(ANN)).toEqual({ annotations: {} });
  });

  it.each([
    ['is not in the catalog', undefined],
    ['has no profile', entityOf({})],
    ['has an address that is no text', entityOf({ profile: { email: 7 } })],
  ])('names nobody who %s', async (_who, entity) => {
    const { profile } = profileOf(entity, {
      email: true,
      annotations: ['ldap/uid'],
    });
    expect(await profile(ANN)).toEqual({ annotations: {} });
  });

  it('takes no annotation that every object has by nature', async () => {
    const { profile } = profileOf(entityOf({}, {}), {
      email: false,
      annotations: ['constructor', 'toString'],
    });
    expect(await profile(ANN)).toEqual({ annotations: {} });
  });

  it('does not hide that the catalog could not be asked', async () => {
    const { catalog, profile } = profileOf(undefined, {
      email: true,
      annotations: [],
    });
    catalog.getEntityByRef.mockRejectedValue(new Error('The catalog is away'));
    await expect(profile(ANN)).rejects.toThrow('The catalog is away');
  });
});
