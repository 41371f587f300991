import { WriteOptions } from '../api/options';
import { Resource } from '../kinds/resource';
import { KubeObject } from '../object';
import { applyLimitRanges, checkLimitRanges } from './limitRanger';
import { checkPodSecurity } from './podSecurity';
import { checkQuota } from './quota';
import { admitPod } from './podDefaults';
import { admitClaim } from './storageClass';

/** One write on its way through admission. */
export interface AdmissionRequest {
  readonly object: KubeObject;
  readonly live?: KubeObject;
  readonly resource: Resource;
  readonly operation: 'CREATE' | 'UPDATE';
  readonly options: WriteOptions;
}

/** Mutating admission, in place. */
export function admit(request: AdmissionRequest): void {
  admitPod(request);
  admitClaim(request);
  applyLimitRanges(request);
}

/** Validating admission: throws 403 or warns. */
export function validateAdmission(request: AdmissionRequest): void {
  checkLimitRanges(request);
  checkPodSecurity(request);
  checkQuota(request);
}
