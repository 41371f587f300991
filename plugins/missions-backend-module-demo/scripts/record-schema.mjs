import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * Records the OpenAPI v3 schemas of the kinds that the simulator serves.
 *
 *   node scripts/record-schema.mjs <folder>
 *
 * The folder holds one document per group and version, named as the Kubernetes
 * repository names them in api/openapi-spec/v3 (`apis__apps__v1_openapi.json`);
 * a live server answers the same documents at /openapi/v3/<path>. Descriptions
 * and examples are left out. The result is the only source of field names,
 * types, list keys, merge keys and schema defaults in the simulator.
 */
const KINDS = {
  api__v1: [
    'Namespace',
    'Pod',
    'Service',
    'ConfigMap',
    'Secret',
    'ServiceAccount',
    'PersistentVolumeClaim',
    'PersistentVolume',
    'Node',
    'Event',
    'Endpoints',
    'ResourceQuota',
    'LimitRange',
  ],
  apis__apps__v1: [
    'Deployment',
    'ReplicaSet',
    'StatefulSet',
    'DaemonSet',
    'ControllerRevision',
    'Scale',
  ],
  apis__batch__v1: ['Job', 'CronJob'],
  apis__policy__v1: ['PodDisruptionBudget'],
  apis__autoscaling__v2: ['HorizontalPodAutoscaler'],
  'apis__networking.k8s.io__v1': ['NetworkPolicy', 'Ingress', 'IngressClass'],
  'apis__rbac.authorization.k8s.io__v1': [
    'Role',
    'RoleBinding',
    'ClusterRole',
    'ClusterRoleBinding',
  ],
  'apis__storage.k8s.io__v1': ['StorageClass'],
  'apis__coordination.k8s.io__v1': ['Lease'],
  'apis__discovery.k8s.io__v1': ['EndpointSlice'],
  'apis__apiextensions.k8s.io__v1': ['CustomResourceDefinition'],
};
const DROPPED = new Set(['description', 'example', 'externalDocs']);
const REF = '#/components/schemas/';

const folder = process.argv[2];
if (!folder) {
  process.stderr.write('usage: node scripts/record-schema.mjs <folder>\n');
  process.exit(2);
}

const types = {};
const kinds = {};

function clean(value, inProperties = false) {
  if (Array.isArray(value)) return value.map(item => clean(item));
  if (value === null || typeof value !== 'object') return value;
  const out = {};
  for (const [key, child] of Object.entries(value)) {
    if (
      !inProperties &&
      (DROPPED.has(key) || key === 'x-kubernetes-group-version-kind')
    )
      continue;
    out[key] = clean(child, key === 'properties' && !inProperties);
  }
  if (!inProperties && Array.isArray(out.allOf) && out.allOf.length === 1) {
    const [only] = out.allOf;
    delete out.allOf;
    Object.assign(out, only);
  }
  return out;
}

function take(name, all) {
  if (types[name] || !all[name]) return;
  types[name] = clean(all[name]);
  for (const ref of JSON.stringify(types[name]).matchAll(
    /#\/components\/schemas\/([^"]+)/g,
  )) {
    take(ref[1], all);
  }
}

for (const [file, wanted] of Object.entries(KINDS)) {
  const text = await readFile(join(folder, `${file}_openapi.json`), 'utf8');
  const all = JSON.parse(text).components.schemas;
  const [group, version] = file.startsWith('api__')
    ? ['', file.slice('api__'.length)]
    : file.slice('apis__'.length).split('__');
  for (const kind of wanted) {
    const name = Object.keys(all).find(key =>
      key.endsWith(`.${version}.${kind}`),
    );
    if (!name) throw new Error(`${file} describes no ${kind}`);
    kinds[`${group}/${version}/${kind}`] = name;
    take(name, all);
  }
}

const target = fileURLToPath(
  new URL('../src/simulator/schema/generated/recorded.json', import.meta.url),
);
const text = JSON.stringify({ kinds, types });
await writeFile(target, `${text.replaceAll(REF, '#')}\n`);
process.stdout.write(
  `${Object.keys(types).length} types, ${text.length} bytes\n`,
);
