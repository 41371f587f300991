import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { ApprovalRecord } from '../../../store';
import { houseIsBlue, paintHouse } from '../../../worker/__testUtils__/house';
import { MemoryCluster } from '../../../worker/__testUtils__/MemoryCluster';
import { TestEngine } from '../../../worker/__testUtils__/TestEngine';
import type { AskingUser, UserResolver } from '../../AskingUser';
import { DefaultApprovalService } from '../DefaultApprovalService';

/** Groups of people, by the ref of each. */
type Groups = Readonly<Record<string, readonly string[]>>;

/** What a test has of {@link startApprovals}. */
export type Approvals = Awaited<ReturnType<typeof startApprovals>>;

/**
 * An engine that works on one cluster, and the service of its approvals, for
 * people with groups by their refs. Stop the engine in the end.
 */
export async function startApprovals(db: Knex, groups: Groups) {
  const engine = await TestEngine.create(db, [new MemoryCluster('one')]);
  await engine.worker();
  const service = DefaultApprovalService.create({
    store: engine.store,
    users: usersOf(groups),
  });
  return {
    engine,
    service,
    /** What a run asks so many of these; not its starter, the operator. */
    async ask(count: number, from: readonly string[]): Promise<ApprovalRecord> {
      const run = await engine.start({
        approval: {
          policy: 'required',
          count,
          from: [...from],
          notStarter: true,
          expires: '1h',
        },
        steps: [paintHouse],
        verify: [houseIsBlue],
      });
      await engine.asks(run.id);
      return (await engine.openApprovals(run.id))[0];
    },
    decide: (
      { id: approvalId, hash }: Pick<ApprovalRecord, 'id' | 'hash'>,
      credentials: BackstageCredentials,
      decision: 'approve' | 'reject' = 'approve',
    ) =>
      service.decide({ credentials, approvalId, request: { decision, hash } }),
  };
}

/** A person with the groups of the test. */
export function userOf(groups: Groups, ref: string): AskingUser {
  return { ref, ownershipRefs: [ref, ...(groups[ref] ?? [])], isUser: true };
}

function usersOf(groups: Groups): UserResolver {
  return {
    async resolve(credentials) {
      const { principal } = credentials as { principal: any };
      return principal.type === 'user'
        ? userOf(groups, principal.userEntityRef)
        : { ref: 'service:x', ownershipRefs: [], isUser: false };
    },
  };
}
