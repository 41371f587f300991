import { isResourcePermission } from '@backstage/plugin-permission-common';
import { missionsPermissions } from './permissions';

describe('missionsPermissions', () => {
  it('names each permission once', () => {
    const names = missionsPermissions.map(permission => permission.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every(name => name.startsWith('missions.'))).toBe(true);
  });

  it('ties every permission to a resource, so that rules can narrow it', () => {
    expect(
      missionsPermissions.filter(
        permission => !isResourcePermission(permission),
      ),
    ).toEqual([]);
  });
});
