import type { MissionsApiError } from '@mission-control/plugin-missions-react';
import type { ParameterRow } from '../../mission/parameterRows';
import {
  placedProblem,
  severalProblems,
  type ParameterProblems,
} from './parameterProblem';
import { isKnownFault } from './useFaultText';

/** A request that was refused, and the parameters that it had. */
export interface RefusedRequest {
  error: MissionsApiError;
  sent: Record<string, unknown>;
}

/** What the backend said of fields that still hold what it spoke of. */
export function fieldErrors(
  refused: RefusedRequest | undefined,
  rows: readonly ParameterRow[],
  parameters: Record<string, unknown>,
): ParameterProblems {
  const told = refused?.error.details?.problems;
  const problems = (Array.isArray(told) ? told : []).filter(
    problem => typeof problem?.path === 'string',
  );
  return Object.fromEntries(
    rows.flatMap(row => {
      const { name } = row;
      const isAsSent =
        JSON.stringify(refused?.sent[name]) ===
        JSON.stringify(parameters[name]);
      const problem = severalProblems(
        problems
          .filter(({ path }) => isAsSent && path.split(/[.[]/)[0] === name)
          .map(({ path, fault, message }) =>
            isKnownFault(fault)
              ? placedProblem(row, path, { kind: 'rule', fault })
              : { kind: 'told', message: String(message) },
          ),
      );
      return problem ? [[name, problem]] : [];
    }),
  );
}
