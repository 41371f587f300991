import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  errorCatalogue,
  isMissionError,
  MissionError,
  type ErrorBody,
  type ErrorCode,
} from '@mission-control/plugin-missions-common';
import type { ErrorRequestHandler, Request, Response } from 'express';
import { databaseUnavailable } from '../database';
import { validatorError } from './validatorWords';

/** Backstage's errors, by name, in the words of our catalogue. */
const byName: Record<string, ErrorCode> = {
  AuthenticationError: 'UNAUTHENTICATED',
  NotAllowedError: 'NOT_ALLOWED',
  NotFoundError: 'NOT_FOUND',
  ConflictError: 'CONFLICT',
};

/** Errors of the body parser, by their type: what to do. */
const byParserType: Record<string, string> = {
  'entity.parse.failed':
    'Send valid JSON; the message says where it breaks off.',
  'encoding.unsupported': 'Send it as it is, or with gzip or deflate.',
  'charset.unsupported': 'Send it as UTF-8.',
  'request.aborted': 'Send it again, whole.',
  'request.size.invalid': 'Send a Content-Length that fits the body.',
};

/**
 * What the parser of bodies threw, in the words of the catalogue; undefined
 * when it was thrown by somebody else.
 */
export function toBodyError(
  error: unknown,
  req: Request,
  maxKilobytes: number,
): MissionError | undefined {
  const {
    message,
    type = '',
    status = 0,
  } = error as { message?: string; type?: string; status?: number };
  if (type === 'entity.too.large') {
    return new MissionError(
      'PAYLOAD_TOO_LARGE',
      `The body of the request is larger than ${maxKilobytes} KB`,
      {
        remedy: 'Make it smaller, or raise missions.api.maxBodyKilobytes.',
        cause: error,
      },
    );
  }
  if (!type && (status < 400 || status >= 500)) {
    return undefined;
  }
  const encoding = req.header('Content-Encoding');
  return !type && encoding
    ? new MissionError(
        'INPUT_INVALID',
        `The body of the request is not what its Content-Encoding '${encoding.slice(
          0,
          100,
        )}' says: ${message}`,
        {
          remedy: 'Compress it as the header says, or leave the header out.',
          cause: error,
        },
      )
    : new MissionError(
        'INPUT_INVALID',
        `The body of the request cannot be read: ${message}`,
        { remedy: byParserType[type] ?? 'Send a JSON object.', cause: error },
      );
}

/**
 * The error of the catalogue that a thrown value becomes, or undefined when it
 * is none of ours and must not reach a client in its own words.
 */
export function toMissionError(
  error: unknown,
  req: Request,
): MissionError | undefined {
  if (isMissionError(error)) {
    return error;
  }
  const { name, message } = error as { name?: string; message?: string };
  if (name === 'InputError' && message) {
    return validatorError(req, message);
  }
  const code = name ? byName[name] : undefined;
  return code
    ? new MissionError(code, message ?? errorCatalogue[code].when, {
        cause: error,
      })
    : undefined;
}

/** Writes an error as the API describes it: code, message and remedy. */
export function sendError(
  req: Request,
  res: Response,
  error: MissionError,
): void {
  const body: ErrorBody = {
    error: {
      name: error.name,
      message: error.message,
      code: error.code,
      details: {
        ...error.details,
        remedy: error.remedy,
        ...(error.object && { object: error.object }),
      },
    },
    request: { method: req.method, url: req.originalUrl },
    response: { statusCode: error.status },
  };
  res.status(error.status).json(body);
}

/**
 * Maps every error of a router. What is not of the catalogue is logged with
 * its stack and answered without its words. A request without credentials does
 * not come here: Backstage answers it, and the client gives it a code.
 */
export function errorMapping(logger: LoggerService): ErrorRequestHandler {
  return (error, req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const known = toMissionError(error, req);
    if (!known) {
      logger.error(`${req.method} ${req.path} failed`, error);
    }
    sendError(
      req,
      res,
      known ??
        databaseUnavailable(error) ??
        new MissionError(
          'INTERNAL',
          'The portal could not answer because of an internal error',
        ),
    );
  };
}
