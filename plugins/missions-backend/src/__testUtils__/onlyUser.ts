import type { UserResolver } from '../services/AskingUser';

/** A resolver to which whoever asks is this person. */
export function onlyUser(ref: string, ...groups: string[]): UserResolver {
  const user = { ref, ownershipRefs: [ref, ...groups], isUser: true };
  return { resolve: async () => user };
}
