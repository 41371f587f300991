import { applyLimitRanges, checkLimitRanges } from './limitRanger';
import { checkPodSecurity } from './podSecurity';
import { checkQuota } from './quota';
import { admitPod } from './podDefaults';
import { AdmissionRequest } from './request';
import { admitClaim } from './storageClass';

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
