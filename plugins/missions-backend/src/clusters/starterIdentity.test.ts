import { ConfigReader } from '@backstage/config';
import { isMissionError } from '@mission-control/plugin-missions-common';
import {
  readStarterSettings,
  starterIdentity,
  type Starter,
} from './starterIdentity';
import { impersonationHeaders } from './transport/impersonation';

const jane: Starter = {
  ref: 'user:default/jane',
  groups: ['group:default/team-b', 'group:default/team-a', 'group:hr/all'],
  email: 'jane@example.org',
  annotations: { 'example.org/login': 'jdoe' },
};
const settings = (data: object = {}) =>
  readStarterSettings(new ConfigReader(data as never));
const identity = (data?: object, starter: Starter | undefined = jane) =>
  starterIdentity(settings(data), 'lab', starter);

describe('starterIdentity', () => {
  it('names person and groups by their refs, prefixed and sorted', () => {
    const expected = {
      user: 'backstage:user:default/jane',
      groups: [
        'backstage:group:default/team-a',
        'backstage:group:default/team-b',
        'backstage:group:hr/all',
      ],
    };
    expect(identity()).toEqual(expected);
    const turned = {
      ...jane,
      groups: [...jane.groups, ...jane.groups].reverse(),
    };
    expect(identity({}, turned)).toEqual(expected);
  });

  it.each([
    [{ user: 'name', groups: 'name' }, 'backstage:jane', 2],
    [
      { user: 'email', userPrefix: 'oidc:', groups: 'none' },
      'oidc:jane@example.org',
      0,
    ],
    [{ user: 'email', userPrefix: '' }, 'jane@example.org', 3],
    [
      {
        user: 'annotation',
        annotation: 'example.org/login',
        onlyGroups: ['group:default/*-a'],
      },
      'backstage:jdoe',
      1,
    ],
  ])('names the person by %j', (data, user, groups) => {
    const made = identity(data);
    expect([made.user, made.groups?.length]).toEqual([user, groups]);
  });

  it.each([
    ['nobody', {}, undefined, 'started by no person'],
    [
      'no e-mail',
      { user: 'email' },
      { ...jane, email: undefined },
      'has no email',
    ],
    [
      'another namespace',
      { user: 'name' },
      { ...jane, ref: 'user:hr/jane' },
      'namespace',
    ],
    [
      'an account of the cluster',
      { user: 'email', userPrefix: '' },
      { ...jane, email: 'system:admin' },
      'of the cluster itself',
    ],
    [
      'one in capitals',
      { user: 'email', userPrefix: '' },
      { ...jane, email: 'SYSTEM:admin' },
      'of the cluster itself',
    ],
    [
      'a group of the cluster',
      { groupPrefix: 'system:' },
      jane,
      'of the cluster itself',
    ],
    [
      'a second header',
      { user: 'email' },
      { ...jane, email: 'a\r\nImpersonate-Group: system:masters' },
      'control characters',
    ],
    [
      'a list',
      { user: 'email' },
      { ...jane, email: 'a,system:masters' },
      'commas',
    ],
    [
      'hidden spaces',
      { user: 'email', userPrefix: '' },
      { ...jane, email: ' system:masters' },
      'spaces',
    ],
    [
      'an endless name',
      { user: 'email' },
      { ...jane, email: 'x'.repeat(300) },
      'longer than',
    ],
    [
      'too many groups',
      {},
      {
        ...jane,
        groups: Array.from({ length: 101 }, (_, i) => `group:default/g${i}`),
      },
      'onlyGroups',
    ],
  ])('refuses %s', (_title, data, starter, words) => {
    let thrown: unknown;
    try {
      starterIdentity(settings(data), 'lab', starter);
    } catch (error) {
      thrown = error;
    }
    expect(isMissionError(thrown)).toBe(true);
    const { code, message, remedy } = thrown as {
      code: string;
      message: string;
      remedy: string;
    };
    expect(code).toBe('NOT_ALLOWED');
    expect(`${message} ${remedy}`).toContain(words);
  });

  it('takes an account of the cluster only where that is configured', () => {
    const data = { user: 'email', userPrefix: '', allowSystem: true };
    const made = identity(data, { ...jane, email: 'system:admin' });
    expect(made.user).toBe('system:admin');
  });

  it.each([
    [{ user: 'nick' }, 'ref, name, email, annotation'],
    [{ user: 'annotation' }, 'needs both'],
    [{ annotation: 'a' }, 'needs both'],
    [{ groupPrefix: 7 }, 'is no text'],
  ])('refuses the configuration %j', (data, message) => {
    expect(() => settings(data)).toThrow(message);
  });
});

describe('impersonationHeaders', () => {
  it('sends names as UTF-8', () => {
    const headers = impersonationHeaders({ user: 'jürgen', groups: ['Ärzte'] });
    const decoded = (text: string) =>
      Buffer.from(text, 'latin1').toString('utf8');
    expect(decoded(headers['Impersonate-User'] as string)).toBe('jürgen');
    expect(decoded(headers['Impersonate-Group'][0])).toBe('Ärzte');
  });
});
