/**
 * Who makes a request, as authentication found it or impersonation set it.
 *
 * @public
 */
export interface Identity {
  readonly user: string;
  readonly groups: readonly string[];
}

/** The group that may do everything, without RBAC. */
export const MASTERS = 'system:masters';

/** The identity of the controllers, the scheduler and the kubelets. */
export const SYSTEM: Identity = {
  user: 'system:kube-controller-manager',
  groups: [MASTERS],
};
