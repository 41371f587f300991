import type { MissionDefinition } from './schema';

/**
 * A mission for looking further at a file that the schema refuses: lists are
 * lists, maps are maps, and what is neither is empty, at the same index. So
 * expressions and references are checked although another part is wrong.
 */
export function lenientMission(value: unknown): MissionDefinition {
  const spec = asMap(asMap(value).spec);
  const check = (entry: unknown) => {
    const map = asMap(entry);
    return {
      ...map,
      check: text(map.check),
      if: typeof map.if === 'string' ? map.if : undefined,
      remedy: asMap(map.remedy),
    };
  };
  const step = (entry: unknown) => {
    const map = asMap(entry);
    return {
      ...map,
      id: text(map.id),
      if: typeof map.if === 'string' ? map.if : undefined,
      action: text(map.action),
      role: typeof map.role === 'string' ? map.role : undefined,
      undo: map.undo === undefined ? undefined : asMap(map.undo),
      needs: Array.isArray(map.needs) ? map.needs.map(text) : undefined,
      timeout: undefined,
      verify: asList(map.verify).map(check),
    };
  };
  const parameters = asMap(spec.parameters);
  const targets = asMap(spec.targets);
  return {
    ...asMap(value),
    metadata: asMap(asMap(value).metadata),
    spec: {
      ...spec,
      parameters: { properties: asMap(parameters.properties) },
      targets:
        spec.targets === undefined
          ? undefined
          : { roles: asMap(targets.roles) },
      preflight: asList(spec.preflight).map(check),
      steps: asList(spec.steps).map(step),
      verify: asList(spec.verify).map(check),
      checks: asList(spec.checks).map(check),
    },
  } as unknown as MissionDefinition;
}

function asMap(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
