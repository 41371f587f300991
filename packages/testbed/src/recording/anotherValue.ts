/** Valid values of fields that take only some, by field; two where a sample may hold the first. */
const CHOICES: Readonly<Record<string, readonly [unknown, unknown?]>> = {
  accessModes: ['ReadWriteMany'],
  activeDeadlineSeconds: [300],
  addressType: ['IPv6'],
  apiGroups: ['apps'],
  cidr: ['10.1.0.0/16'],
  clusterIP: ['10.96.200.200'],
  clusterIPs: ['10.96.200.200'],
  completionMode: ['Indexed'],
  concurrencyPolicy: ['Forbid'],
  dnsPolicy: ['Default'],
  effect: ['PreferNoSchedule'],
  externalTrafficPolicy: ['Local'],
  fieldPath: ['metadata.namespace', 'metadata.name'],
  imagePullPolicy: ['Never'],
  internalTrafficPolicy: ['Local'],
  ipFamilies: ['IPv6'],
  ipFamilyPolicy: ['PreferDualStack'],
  operator: ['Equal'],
  pathType: ['Exact'],
  persistentVolumeReclaimPolicy: ['Delete'],
  podManagementPolicy: ['Parallel'],
  podReplacementPolicy: ['Failed'],
  policyTypes: ['Egress'],
  preemptionPolicy: ['Never'],
  protocol: ['UDP', 'TCP'],
  pullPolicy: ['Never'],
  reclaimPolicy: ['Retain'],
  resource: ['requests.cpu'],
  restartPolicy: ['Never'],
  schedule: ['0 4 * * *'],
  scheme: ['HTTPS'],
  selectPolicy: ['Min'],
  sessionAffinity: ['None'],
  terminationMessagePolicy: ['FallbackToLogsOnError'],
  timeZone: ['Europe/Berlin'],
  unhealthyPodEvictionPolicy: ['IfHealthyBudget'],
  volumeBindingMode: ['WaitForFirstConsumer'],
  volumeMode: ['Block'],
  whenDeleted: ['Delete'],
  whenScaled: ['Delete'],
  whenUnsatisfiable: ['DoNotSchedule'],
};

/** Of `type`, by the field that it stands in. */
const TYPES: Readonly<Record<string, string>> = {
  hostPath: 'Directory',
  policies: 'Percent',
  spec: 'NodePort',
  strategy: 'Recreate',
  updateStrategy: 'OnDelete',
};

const QUANTITY = /^(\d+)([a-zA-Z%]*)$/;

const ADDRESS = /^(\d+\.){3}\d+$/;

/** A value that a field may have instead of the one that it has. */
export function anotherValue(path: readonly string[], value: unknown): unknown {
  const names = path.filter(name => !/^\d+$/.test(name));
  const field = names[names.length - 1];
  const [first, second] = CHOICES[field] ?? [];
  if (first !== undefined) {
    return first === value ? second : first;
  }
  if (field === 'type') {
    const holder = names[names.length - 2];
    return TYPES[holder] ?? `${value}x`;
  }
  if (typeof value === 'number') {
    return value + 1;
  }
  if (typeof value === 'boolean') {
    return !value;
  }
  const text = String(value);
  const [, amount, unit] = QUANTITY.exec(text) ?? [];
  if (amount) {
    return `${Number(amount) + 1}${unit}`;
  }
  if (text.endsWith('==')) {
    return 'Yw==';
  }
  return ADDRESS.test(text) ? text.replace(/\d+$/, '9') : `${text}x`;
}
