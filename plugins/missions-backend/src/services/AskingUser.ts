import type {
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';

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
}

/** Resolves people through Backstage's user info. */
export class DefaultUserResolver implements UserResolver {
  readonly #auth: AuthService;
  readonly #userInfo: UserInfoService;

  private constructor(auth: AuthService, userInfo: UserInfoService) {
    this.#auth = auth;
    this.#userInfo = userInfo;
  }

  static create(options: {
    auth: AuthService;
    userInfo: UserInfoService;
  }): DefaultUserResolver {
    return new DefaultUserResolver(options.auth, options.userInfo);
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
