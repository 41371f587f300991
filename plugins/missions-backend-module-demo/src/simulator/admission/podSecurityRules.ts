/** The levels that forbid something. */
export type PodSecurityLevel = 'baseline' | 'restricted';

const BASELINE_CAPABILITIES = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);
const RESTRICTED_VOLUMES = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

interface Container {
  name: string;
  securityContext?: Record<string, any>;
  ports?: { hostPort?: number }[];
}

/** What a pod does that a level forbids, in the words of the API server. */
export function podSecurityProblems(
  pod: any,
  level: PodSecurityLevel,
): string[] {
  const spec = pod?.spec ?? {};
  const containers: Container[] = [
    ...(spec.initContainers ?? []),
    ...(spec.containers ?? []),
  ];
  const baseline = baselineProblems(spec, containers);
  if (level === 'baseline') return baseline;
  return restrictedProblems(spec, containers, baseline);
}

function baselineProblems(spec: any, containers: Container[]): string[] {
  const problems: string[] = [];
  const host = ['hostNetwork', 'hostPID', 'hostIPC'].filter(
    field => spec[field] === true,
  );
  if (host.length > 0)
    problems.push(
      `host namespaces (${host.map(field => `${field}=true`).join(', ')})`,
    );
  const paths = (spec.volumes ?? [])
    .filter((volume: any) => volume.hostPath)
    .map((volume: any) => volume.name);
  if (paths.length > 0)
    problems.push(`hostPath volumes (volume${plural(paths)} ${quoted(paths)})`);
  const privileged = containers.filter(
    item => item.securityContext?.privileged === true,
  );
  if (privileged.length > 0) {
    problems.push(
      `privileged (${named(
        privileged,
      )} must not set securityContext.privileged=true)`,
    );
  }
  const capable = containers.filter(item =>
    (item.securityContext?.capabilities?.add ?? []).some(
      (name: string) => !BASELINE_CAPABILITIES.has(name),
    ),
  );
  if (capable.length > 0) {
    const added = [
      ...new Set(
        capable.flatMap(
          item => item.securityContext!.capabilities.add as string[],
        ),
      ),
    ].filter(name => !BASELINE_CAPABILITIES.has(name));
    problems.push(
      `non-default capabilities (${named(capable)} must not include ${quoted(
        added,
      )} in securityContext.capabilities.add)`,
    );
  }
  const ports = containers.filter(item =>
    item.ports?.some(port => port.hostPort),
  );
  if (ports.length > 0) {
    const numbers = ports.flatMap(item =>
      item.ports!.filter(port => port.hostPort).map(port => port.hostPort),
    );
    problems.push(
      `hostPort (${named(ports)} use${ports.length === 1 ? 's' : ''} hostPort${
        numbers.length === 1 ? '' : 's'
      } ${numbers.join(', ')})`,
    );
  }
  return problems;
}

function restrictedProblems(
  spec: any,
  containers: Container[],
  baseline: string[],
): string[] {
  const problems = baseline.filter(
    text =>
      !text.startsWith('non-default capabilities') &&
      !text.startsWith('hostPath volumes'),
  );
  const escalating = containers.filter(
    item => item.securityContext?.allowPrivilegeEscalation !== false,
  );
  if (escalating.length > 0) {
    problems.push(
      `allowPrivilegeEscalation != false (${named(
        escalating,
      )} must set securityContext.allowPrivilegeEscalation=false)`,
    );
  }
  const undropped = containers.filter(
    item => !(item.securityContext?.capabilities?.drop ?? []).includes('ALL'),
  );
  const adding = containers.filter(item =>
    (item.securityContext?.capabilities?.add ?? []).some(
      (name: string) => name !== 'NET_BIND_SERVICE',
    ),
  );
  if (undropped.length > 0 || adding.length > 0) {
    const parts: string[] = [];
    if (undropped.length > 0) {
      parts.push(
        `${named(
          undropped,
        )} must set securityContext.capabilities.drop=["ALL"]`,
      );
    }
    if (adding.length > 0) {
      const names = adding.flatMap(
        item => item.securityContext!.capabilities.add as string[],
      );
      parts.push(
        `${named(adding)} must not include ${quoted(
          names,
        )} in securityContext.capabilities.add`,
      );
    }
    problems.push(`unrestricted capabilities (${parts.join('; ')})`);
  }
  const volumes = (spec.volumes ?? []).filter((volume: any) =>
    Object.keys(volume).some(
      key => key !== 'name' && !RESTRICTED_VOLUMES.has(key),
    ),
  );
  if (volumes.length > 0) {
    const names = volumes.map((volume: any) => volume.name);
    const types = [
      ...new Set(
        volumes.flatMap((volume: any) =>
          Object.keys(volume).filter(key => key !== 'name'),
        ),
      ),
    ];
    problems.push(
      `restricted volume types (volume${plural(names)} ${quoted(names)} use${
        names.length === 1 ? 's' : ''
      } restricted volume type${plural(types)} ${quoted(types as string[])})`,
    );
  }
  return [...problems, ...identityProblems(spec, containers)];
}

function identityProblems(spec: any, containers: Container[]): string[] {
  const problems: string[] = [];
  const podContext = spec.securityContext ?? {};
  const rooted = containers.filter(item => {
    const own = item.securityContext?.runAsNonRoot;
    return (
      own === false || (own === undefined && podContext.runAsNonRoot !== true)
    );
  });
  if (rooted.length > 0) {
    problems.push(
      `runAsNonRoot != true (pod or ${named(
        rooted,
      )} must set securityContext.runAsNonRoot=true)`,
    );
  }
  const zero = containers.filter(item => item.securityContext?.runAsUser === 0);
  if (podContext.runAsUser === 0 || zero.length > 0) {
    const who = [
      podContext.runAsUser === 0 ? 'pod' : '',
      zero.length > 0 ? named(zero) : '',
    ].filter(Boolean);
    problems.push(
      `runAsUser=0 (${who.join(' and ')} must not set runAsUser=0)`,
    );
  }
  const allowed = (profile: any) =>
    ['RuntimeDefault', 'Localhost'].includes(profile?.type);
  const unprofiled = containers.filter(item => {
    const own = item.securityContext?.seccompProfile;
    return own ? !allowed(own) : !allowed(podContext.seccompProfile);
  });
  if (unprofiled.length > 0) {
    problems.push(
      `seccompProfile (pod or ${named(
        unprofiled,
      )} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`,
    );
  }
  return problems;
}

function named(containers: Container[]): string {
  const names = containers.map(item => item.name);
  return `container${plural(names)} ${quoted(names)}`;
}

function quoted(names: string[]): string {
  return names.map(name => JSON.stringify(name)).join(', ');
}

function plural(items: unknown[]): string {
  return items.length === 1 ? '' : 's';
}
