import type { MissionsApiError } from '@mission-control/plugin-missions-react';

/** A request that was refused, and the parameters that it had. */
export interface RefusedRequest {
  error: MissionsApiError;
  sent: Record<string, unknown>;
}

/**
 * What the backend said of fields that still hold what it spoke of, by their
 * names: `hosts[2].name` is said of `hosts`.
 */
export function fieldErrors(
  refused: RefusedRequest | undefined,
  parameters: Record<string, unknown>,
): Record<string, string> {
  const problems = refused?.error.details?.problems;
  const errors: Record<string, string> = {};
  for (const problem of Array.isArray(problems) ? problems : []) {
    if (typeof problem?.path === 'string') {
      const name = problem.path.split(/[.[]/)[0];
      const isAsSent =
        JSON.stringify(refused?.sent[name]) ===
        JSON.stringify(parameters[name]);
      if (isAsSent) {
        errors[name] = [errors[name], String(problem.message)]
          .filter(Boolean)
          .join('; ');
      }
    }
  }
  return errors;
}
