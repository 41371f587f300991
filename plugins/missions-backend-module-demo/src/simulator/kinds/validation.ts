import { isRecord, KubeObject } from '../object';
import { StatusCause } from '../status';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const LABEL_VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const LABEL_NAMED = new Set(['Namespace', 'Service']);
const FREELY_NAMED = new Set([
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
]);

/** A field that must be there. */
export function required(field: string, detail = ''): StatusCause {
  return {
    reason: 'FieldValueRequired',
    message: `Required value${detail && `: ${detail}`}`,
    field,
  };
}

/** A field with a bad value. */
export function invalidValue(
  field: string,
  value: unknown,
  rule: string,
): StatusCause {
  return {
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${JSON.stringify(value)}: ${rule}`,
    field,
  };
}

/** Rules of `metadata` that hold for every kind. */
export function validateMeta(object: KubeObject): StatusCause[] {
  const { name, labels } = object.metadata;
  const causes: StatusCause[] = [];
  if (LABEL_NAMED.has(object.kind)) {
    if (!DNS_LABEL.test(name))
      causes.push(invalidValue('metadata.name', name, LABEL_RULE));
    else if (name.length > 63) {
      causes.push(
        invalidValue(
          'metadata.name',
          name,
          'must be no more than 63 characters',
        ),
      );
    }
  } else if (!FREELY_NAMED.has(object.kind) && !DNS_SUBDOMAIN.test(name)) {
    causes.push(invalidValue('metadata.name', name, SUBDOMAIN_RULE));
  } else if (name.length > 253) {
    causes.push(
      invalidValue(
        'metadata.name',
        name,
        'must be no more than 253 characters',
      ),
    );
  }
  for (const value of Object.values(labels ?? {})) {
    if (value.length > 63) {
      causes.push(
        invalidValue(
          'metadata.labels',
          value,
          'must be no more than 63 characters',
        ),
      );
    } else if (!LABEL_VALUE.test(value)) {
      causes.push(invalidValue('metadata.labels', value, LABEL_VALUE_RULE));
    }
  }
  return causes;
}

/** Rules of a pod template. */
export function validatePodTemplate(
  template: Record<string, any> | undefined,
  path: string,
  claims: readonly string[] = [],
): StatusCause[] {
  return validatePodSpec(template?.spec, `${path}.spec`, claims);
}

/** Rules of a pod's spec that ordinary workloads can break. */
export function validatePodSpec(
  spec: unknown,
  path: string,
  claims: readonly string[] = [],
): StatusCause[] {
  const containers = isRecord(spec) ? spec.containers : undefined;
  if (
    !isRecord(spec) ||
    !Array.isArray(containers) ||
    containers.length === 0
  ) {
    return [required(`${path}.containers`)];
  }
  const volumes = new Set([
    ...(spec.volumes ?? []).map((volume: any) => volume.name),
    ...claims,
  ]);
  return containers.flatMap((container, i): StatusCause[] => {
    const at = `${path}.containers[${i}]`;
    const causes: StatusCause[] = [];
    if (!container.name) causes.push(required(`${at}.name`));
    if (!container.image) causes.push(required(`${at}.image`));
    for (const [m, mount] of (container.volumeMounts ?? []).entries()) {
      if (volumes.has(mount.name)) continue;
      causes.push({
        reason: 'FieldValueNotFound',
        message: `Not found: ${JSON.stringify(mount.name)}`,
        field: `${at}.volumeMounts[${m}].name`,
      });
    }
    for (const [p, port] of (container.ports ?? []).entries()) {
      if (port.containerPort >= 1 && port.containerPort <= 65535) continue;
      causes.push(
        invalidValue(
          `${at}.ports[${p}].containerPort`,
          port.containerPort,
          'must be between 1 and 65535, inclusive',
        ),
      );
    }
    return causes;
  });
}
