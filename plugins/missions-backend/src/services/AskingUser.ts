import type {
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { RunStarter } from '../store';

/** Who asks, for policies and records. */
export interface AskingUser {
  /** Entity ref of a person; `service:<subject>` for another plugin. */
  readonly ref: string;
  /** The person and all groups that the person belongs to. */
  readonly ownershipRefs: readonly string[];
  readonly isUser: boolean;
}

/** Finds out who stands behind credentials. */
export interface UserResolver {
  resolve(credentials: BackstageCredentials): Promise<AskingUser>;
  /** What of the person's entity names the person on clusters; absent: nothing does. */
  profile?(ref: string): Promise<Pick<RunStarter, 'email' | 'annotations'>>;
}

/**
 * The person that a run keeps, with the groups of now: what a cluster lets them
 * do is asked of the cluster, as them. Undefined for a service.
 */
export async function starterOf(
  users: UserResolver,
  { ref, ownershipRefs, isUser }: AskingUser,
): Promise<RunStarter | undefined> {
  if (!isUser) {
    return undefined;
  }
  const groups = ownershipRefs.filter(owner => owner.startsWith('group:'));
  return { ref, groups: groups.sort(), ...(await users.profile?.(ref)) };
}

/** Resolves people through Backstage's user info. */
export class DefaultUserResolver implements UserResolver {
  readonly #auth: AuthService;
  readonly #userInfo: UserInfoService;
  readonly profile: UserResolver['profile'];

  private constructor(
    auth: AuthService,
    userInfo: UserInfoService,
    profile: UserResolver['profile'],
  ) {
    this.#auth = auth;
    this.#userInfo = userInfo;
    this.profile = profile;
  }

  static create(options: {
    auth: AuthService;
    userInfo: UserInfoService;
    profile?: UserResolver['profile'];
  }): DefaultUserResolver {
    const { auth, userInfo, profile } = options;
    return new DefaultUserResolver(auth, userInfo, profile);
  }

  async resolve(credentials: BackstageCredentials): Promise<AskingUser> {
    if (this.#auth.isPrincipal(credentials, 'user')) {
      const info = await this.#userInfo.getUserInfo(credentials);
      return {
        ref: info.userEntityRef,
        ownershipRefs: info.ownershipEntityRefs,
        isUser: true,
      };
    }
    const subject = this.#auth.isPrincipal(credentials, 'service')
      ? credentials.principal.subject
      : 'unknown';
    return { ref: `service:${subject}`, ownershipRefs: [], isUser: false };
  }
}
