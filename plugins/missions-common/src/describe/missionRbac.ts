import type { MissionCheckSpec, MissionSpec } from '../format';
import type { MissionTouch } from './MissionTouch';
import { checkTouches, mergeTouches, stepTouches } from './touches';

/** A rule of a Kubernetes role. @public */
export interface RbacRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** What an identity needs at least to run missions on a cluster, and to take them back. @public */
export interface MissionRbac {
  /** To be bound for the whole cluster. */
  readonly cluster: readonly RbacRule[];
  /** To be bound in each namespace that the missions go to. */
  readonly namespaced: readonly RbacRule[];
}

const PERMISSION = 'kubernetes:permission';

/** By which every cluster is told from others. */
const IDENTIFY: RbacRule = {
  apiGroups: [''],
  resources: ['namespaces'],
  resourceNames: ['kube-system'],
  verbs: ['get'],
};

/**
 * The rights that missions ask for in their preflight (`kubernetes:permission`),
 * and those that their steps and checks take, as far as their text says so. What
 * missions start has to be among them. A plural that does not follow from its
 * kind is `resource` of the preflight's rule.
 * @public
 */
export function missionRbac(missions: readonly MissionSpec[]): MissionRbac {
  const plurals = new Map<string, string>();
  const touches = missions.flatMap(spec => [
    ...spec.preflight.flatMap(check => askedRights(check, plurals)),
    ...spec.steps.flatMap(step => stepTouches(step, new Map())),
    ...[
      ...spec.preflight,
      ...spec.steps.flatMap(step => step.verify ?? []),
      ...spec.verify,
      ...spec.checks,
    ]
      .filter(({ check }) => check !== PERMISSION)
      .flatMap(checkTouches),
  ]);
  const rules = (isNamespaced: boolean) =>
    toRules(
      touches.filter(
        ({ namespace }) => (namespace !== undefined) === isNamespaced,
      ),
      plurals,
    );
  return { cluster: [IDENTIFY, ...rules(false)], namespaced: rules(true) };
}

interface AskedRule extends MissionTouch {
  resource?: string;
  subresource?: string;
}

function askedRights(
  { check, input }: MissionCheckSpec,
  plurals: Map<string, string>,
): MissionTouch[] {
  const rules = check === PERMISSION ? (input?.rules as AskedRule[]) : [];
  return rules.map(({ apiVersion, kind, namespace, verbs, ...rule }) => {
    if (rule.resource) {
      plurals.set(kind, rule.resource);
    }
    return {
      apiVersion,
      kind: [kind, rule.subresource].filter(Boolean).join('/'),
      namespace,
      verbs,
    };
  });
}

/** One rule for each group and set of verbs, in a fixed order. */
function toRules(
  touches: readonly MissionTouch[],
  plurals: ReadonlyMap<string, string>,
): RbacRule[] {
  const anywhere = touches.map(touch => ({ ...touch, namespace: undefined }));
  const merged = new Map<string, { rule: RbacRule; resources: Set<string> }>();
  for (const { apiVersion, kind, verbs } of mergeTouches(anywhere)) {
    const group = groupOf(apiVersion);
    const sorted = [...verbs].sort();
    const key = `${group} ${sorted.join()}`;
    const entry = merged.get(key) ?? {
      rule: { apiGroups: [group], resources: [], verbs: sorted },
      resources: new Set<string>(),
    };
    entry.resources.add(pluralOf(kind, plurals));
    merged.set(key, entry);
  }
  return [...merged.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { rule, resources }]) => ({
      ...rule,
      resources: [...resources].sort(),
    }));
}

function groupOf(apiVersion: string | undefined): string {
  return apiVersion?.includes('/') ? apiVersion.split('/')[0] : '';
}

/** As Kubernetes guesses it: `meta.UnsafeGuessKindToResource`. */
function pluralOf(
  kindWithPart: string,
  plurals: ReadonlyMap<string, string>,
): string {
  const [kind, part] = kindWithPart.split('/');
  const singular = kind.toLowerCase();
  const guessed = () => {
    if (singular.endsWith('endpoints')) {
      return singular;
    }
    if (singular.endsWith('s')) {
      return `${singular}es`;
    }
    return singular.endsWith('y')
      ? `${singular.slice(0, -1)}ies`
      : `${singular}s`;
  };
  return [plurals.get(kind) ?? guessed(), part].filter(Boolean).join('/');
}
