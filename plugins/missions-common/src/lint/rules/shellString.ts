import type { LintFinding, LintRule } from '../rule';
import { inputValues } from '../walk';

const SHELL =
  /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a|z|k)?sh(?:\.exe)?$|^(?:\/usr\/bin\/)?env$|^(?:powershell|pwsh|cmd)(?:\.exe)?$/i;
const COMMAND_FLAG = /^-[a-z]*c$|^\/c$|^-command$/i;
const COMMAND_KEYS = new Set([
  'command',
  'cmd',
  'args',
  'exec',
  'entrypoint',
  'script',
  'run',
]);

/** Arguments are lists; a shell would interpret parameters. */
export const shellString: LintRule = {
  id: 'shell-string',
  severity: 'error',
  demands:
    'Programs are called with a list of arguments, never with a text that a shell interprets.',
  because:
    'A parameter inside a shell text can run anything, and pipes hide failures.',
  remedy:
    'Write command and args as lists and call the program directly, without a shell.',
  bad: `input:
  command: [sh, -c, 'dump | gzip > /backup/x.gz']`,
  good: `input:
  command: [dump, --compress, --output, /backup/x.gz]`,
  check: ({ mission }) =>
    inputValues(mission).flatMap(({ path, key, value }): LintFinding[] => {
      if (Array.isArray(value)) {
        const at = value.findIndex(
          (item, index) =>
            typeof item === 'string' &&
            SHELL.test(item) &&
            value
              .slice(index + 1)
              .some(
                (flag, offset) =>
                  offset < 3 &&
                  typeof flag === 'string' &&
                  COMMAND_FLAG.test(flag),
              ),
        );
        return at === -1
          ? []
          : [
              {
                path: [...path, at],
                message: `"${String(
                  value[at],
                )}" is called with a text to interpret`,
              },
            ];
      }
      const own = typeof path[path.length - 1] === 'string';
      return own &&
        typeof value === 'string' &&
        COMMAND_KEYS.has(key) &&
        !/^\$\{\{[^{}]*\}\}$/.test(value.trim()) &&
        /\s|[|;&<>`]|\$\(/.test(value.trim())
        ? [
            {
              path,
              message: `"${key}" is one text, expected a list of arguments`,
            },
          ]
        : [];
    }),
};
