import {
  MissionError,
  readRefusal,
  type ErrorBody,
  type ErrorCode,
} from '@mission-control/plugin-missions-common';
import { MissionsApiError } from '@mission-control/plugin-missions-react';

/** Throws what the client makes of the body with which the API refuses. */
export async function refuse(
  code: ErrorCode,
  message: string,
  details: Record<string, unknown> = {},
): Promise<never> {
  const error = new MissionError(code, message, { details });
  const body: ErrorBody = {
    error: {
      name: error.name,
      message: error.message,
      code: error.code,
      details: { ...error.details, remedy: error.remedy },
    },
    request: { method: 'POST', url: '/api/missions/runs' },
    response: { statusCode: error.status },
  };
  throw MissionsApiError.of(
    await readRefusal({
      ok: false,
      status: error.status,
      statusText: '',
      text: async () => JSON.stringify(body),
    }),
  );
}
