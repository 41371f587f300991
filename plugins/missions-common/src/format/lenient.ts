import { lenientProperties } from './lenientParameters';
import type { ProblemPath } from './problem';
import { isMap, RefusedParts } from './refusedParts';
import type { MissionDefinition } from './schema';

/**
 * A mission for looking further at a file that the schema refuses: lists are
 * lists, maps are maps, and what is neither is empty, at the same index; a
 * limit or keyword that was refused is left out. So everything else is checked
 * although one part is wrong.
 */
export function lenientMission(
  value: unknown,
  refused: RefusedParts = new RefusedParts([], value),
): MissionDefinition {
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
  const step = (entry: unknown, index: number) => {
    const map = asMap(entry);
    const path = ['spec', 'steps', index];
    return {
      ...map,
      id: text(map.id),
      if: typeof map.if === 'string' ? map.if : undefined,
      action: text(map.action),
      role: typeof map.role === 'string' ? map.role : undefined,
      undo: map.undo === undefined ? undefined : asMap(map.undo),
      needs: Array.isArray(map.needs) ? map.needs.map(text) : undefined,
      timeout: refused.has([...path, 'timeout']) ? undefined : map.timeout,
      verify: asList(map.verify).map(check),
    };
  };
  const parameters = asMap(spec.parameters);
  const targets = ['spec', 'targets'];
  const schedule = ['spec', 'schedule'];
  return {
    ...asMap(value),
    metadata: asMap(asMap(value).metadata),
    spec: {
      ...spec,
      parameters: {
        required: asList(parameters.required).map(text),
        properties: lenientProperties(
          parameters.properties,
          ['spec', 'parameters', 'properties'],
          refused,
        ),
      },
      targets:
        spec.targets === undefined
          ? undefined
          : {
              ...accepted(spec.targets, targets, refused),
              roles: Object.fromEntries(
                Object.entries(asMap(asMap(spec.targets).roles)).map(
                  ([role, range]) => [
                    role,
                    accepted(range, [...targets, 'roles', role], refused),
                  ],
                ),
              ),
            },
      schedule:
        spec.schedule === undefined
          ? undefined
          : {
              timeZone: 'Etc/UTC',
              ...accepted(spec.schedule, schedule, refused),
            },
      demo:
        spec.demo === undefined
          ? undefined
          : {
              ...asMap(spec.demo),
              parameters: asMap(asMap(spec.demo).parameters),
            },
      preflight: asList(spec.preflight).map(check),
      steps: asList(spec.steps).map(step),
      verify: asList(spec.verify).map(check),
      checks: asList(spec.checks).map(check),
    },
  } as unknown as MissionDefinition;
}

/** A map without the values that were refused. */
function accepted(value: unknown, path: ProblemPath, refused: RefusedParts) {
  return Object.fromEntries(
    Object.entries(asMap(value)).filter(
      ([key]) => !refused.has([...path, key]),
    ),
  );
}

function asMap(value: unknown): Record<string, unknown> {
  return isMap(value) ? value : {};
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
