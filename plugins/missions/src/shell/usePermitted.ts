import { useEffect, useState } from 'react';
import { useApiHolder } from '@backstage/core-plugin-api';
import {
  AuthorizeResult,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  permissionApiRef,
  type PermissionApi,
} from '@backstage/plugin-permission-react';

/** What the permission framework answered about some resources. */
export interface Permitted {
  /** Answered for all. Until then nothing counts as denied. */
  known: boolean;
  denied(ref: string): boolean;
  /** Refused for each of them, and there is at least one. */
  none: boolean;
}

/**
 * Which of the resources the person who looks may do something with, so that
 * nobody is offered what the backend refuses. Where nobody can be asked, or
 * the asking fails, nothing is denied: the backend decides anyway.
 */
export function usePermitted(
  permission: ResourcePermission,
  refs: readonly string[],
): Permitted {
  const api = useApiHolder().get(permissionApiRef);
  const key = JSON.stringify(refs);
  const [answer, setAnswer] = useState<{ key: string; denied: Set<string> }>();
  useEffect(() => {
    let gone = false;
    const asked: string[] = JSON.parse(key);
    void Promise.all(
      asked.map(resourceRef => isDenied(api, permission, resourceRef)),
    ).then(results => {
      if (!gone) {
        const denied = new Set(asked.filter((_, index) => results[index]));
        setAnswer({ key, denied });
      }
    });
    return () => {
      gone = true;
    };
  }, [api, permission, key]);
  const denied = answer?.key === key ? answer.denied : undefined;
  return {
    known: denied !== undefined,
    denied: ref => denied?.has(ref) ?? false,
    none: refs.length > 0 && denied?.size === new Set(refs).size,
  };
}

async function isDenied(
  api: PermissionApi | undefined,
  permission: ResourcePermission,
  resourceRef: string,
): Promise<boolean> {
  try {
    const answer = await api?.authorize({ permission, resourceRef });
    return answer?.result === AuthorizeResult.DENY;
  } catch {
    return false;
  }
}
