import {
  isUnseen,
  MissionError,
} from '@mission-control/plugin-missions-common';
import type { Request, RequestHandler } from 'express';

const NUL = '\0';
/** What no UTF-8 can hold: half of a character beyond U+FFFF. */
const HALF = /\p{Cs}/u;
/** What people are called to read beside a run or an orbit. */
const READ_BY_PEOPLE = ['title', 'reason'] as const;
/** Levels of a body; a parameter has at most 20. */
const MAX_DEPTH = 50;

interface Problem {
  readonly path: string;
  readonly text: string;
  readonly remedy: string;
}

/**
 * Refuses addresses that are not UTF-8 in percent signs, requests that hold
 * the character NUL, which PostgreSQL cannot keep and no name has, or halves of
 * characters, which API servers refuse, and bodies that are nested so deep that
 * nobody could walk them by recursion; and titles and reasons that nobody could
 * see. Says where.
 */
export const checkText: RequestHandler = (req, _res, next) => {
  const problem = problemOf(req);
  next(
    problem &&
      new MissionError('INPUT_INVALID', `${problem.path} ${problem.text}`, {
        remedy: problem.remedy,
      }),
  );
};

function problemOf(req: Request): Problem | undefined {
  if (req.path.includes('%00')) {
    return nulAt('The address');
  }
  const broken = req.url.split(/[/?&=]/).find(part => !canBeDecoded(part));
  if (broken !== undefined) {
    return {
      path: 'The address',
      text: `holds '${broken.slice(
        0,
        100,
      )}', which is not UTF-8 in percent signs`,
      remedy: 'Encode each part of the address: encodeURIComponent(part).',
    };
  }
  return (
    findProblem(req.query, 'Query parameter') ??
    findProblem(req.body, 'Field') ??
    unseenIn(req.body)
  );
}

/** Blanks alone are as none; what only looks like them is a trick or a slip. */
function unseenIn(body: unknown): Problem | undefined {
  const fields = (body ?? {}) as Record<string, unknown>;
  const unseen = READ_BY_PEOPLE.find(name => {
    const value = fields[name];
    return typeof value === 'string' && value.trim() !== '' && isUnseen(value);
  });
  return unseen === undefined
    ? undefined
    : {
        path: `Field '${unseen}'`,
        text: 'holds only characters that cannot be seen',
        remedy: 'Write it in words, or leave it out.',
      };
}

/** Without recursion: a client decides how deep the value is. */
function findProblem(root: unknown, place: string): Problem | undefined {
  const waiting = [{ value: root, path: '', depth: 0 }];
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    const { value, path, depth } = at;
    if (typeof value === 'string' && value.includes(NUL)) {
      return nulAt(`${place} '${path}'`);
    }
    if (typeof value === 'string' && HALF.test(value)) {
      return halfAt(`${place} '${path}'`);
    }
    if (typeof value !== 'object' || value === null) {
      continue;
    }
    if (depth > MAX_DEPTH) {
      return {
        path: `${place} '${path.slice(0, 50)}…'`,
        text: `is nested deeper than ${MAX_DEPTH} levels`,
        remedy: 'Make it flatter.',
      };
    }
    for (const [name, inner] of Object.entries(value)) {
      if (name.includes(NUL)) {
        return nulAt(`${place} '${path || name.replaceAll(NUL, '')}'`);
      }
      if (HALF.test(name)) {
        return halfAt(`${place} '${path || name}'`);
      }
      const inside = Array.isArray(value) ? `[${name}]` : `.${name}`;
      waiting.push({
        value: inner,
        path: path ? `${path}${inside}` : name,
        depth: depth + 1,
      });
    }
  }
  return undefined;
}

function canBeDecoded(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

function nulAt(path: string): Problem {
  return {
    path,
    text: 'holds the character NUL (U+0000)',
    remedy: 'Leave the character out.',
  };
}

function halfAt(path: string): Problem {
  return {
    path,
    text: 'holds half of a character (an unpaired surrogate)',
    remedy: 'Write the whole character, or leave it out.',
  };
}
