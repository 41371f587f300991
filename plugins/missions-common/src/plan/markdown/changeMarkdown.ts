import { nameOfObject } from '../../objects';
import { comparedValues } from '../../text';
import type { FieldChange, PlannedChange } from '../../schema/openapi';
import { block, code, codeSpan, plain, table } from './markdownText';
import { visibleYaml } from './visibleYaml';

/** Marks of the kinds of change, as on the pages. */
const marks = {
  create: '+',
  change: '~',
  delete: '−',
  noop: '=',
  conflict: '!',
  deferred: '…',
  external: '→',
} as const satisfies Record<PlannedChange['kind'], string>;

const MASK = '***';

/** One change of a plan: what, by which step, why it is special, and every value. */
export function changeMarkdown(change: PlannedChange): string[] {
  const { fields = [] } = change;
  return [
    '',
    `### \`${marks[change.kind]}\` ${plain(nameOfObject(change.object))}`,
    '',
    ...factsOf(change).map(fact => `- ${fact}`),
    ...(fields.length > 0 ? ['', ...fieldTable(fields)] : wholeObject(change)),
  ];
}

function factsOf(change: PlannedChange): string[] {
  const { kind, object, verb, uid, conflictWith, takeOver } = change;
  const { bounds = [], allocated = [], warnings = [] } = change;
  const how = [
    `${kind} by step ${code(change.stepId)}`,
    verb && `verb ${code(verb)}`,
    code(object.apiVersion),
    uid && `uid ${code(uid)}`,
    change.digest && `content ${code(change.digest)}`,
  ];
  return [
    how.filter(Boolean).join(', '),
    takeOver &&
      `**Taken over**${conflictWith ? ` from ${plain(conflictWith)}` : ''}`,
    conflictWith &&
      !takeOver &&
      `**${takeOver === false ? 'In the way:' : 'Owned by'}** ${plain(
        conflictWith,
      )}`,
    change.drift && `**Not as approved before:** ${plain(change.drift)}`,
    change.irreversible && `**Irreversible:** ${plain(change.irreversible)}`,
    change.deferredReason && `**Deferred:** ${plain(change.deferredReason)}`,
    bounds.length > 0 && `**Bounds:** ${bounds.map(code).join(', ')}`,
    allocated.length > 0 &&
      `**The server decides:** ${allocated.map(code).join(', ')}`,
    ...warnings.map(warning => `**Warning:** ${plain(warning)}`),
    change.note && plain(change.note),
  ].filter(fact => typeof fact === 'string' && fact !== '') as string[];
}

function fieldTable(fields: readonly FieldChange[]): string[] {
  const drifted = fields.some(({ written }) => written !== undefined);
  return table(
    ['field', 'now', ...(drifted ? ['the run wrote'] : []), 'after', 'owner'],
    fields.map(field => {
      const [now, written, after] = cells(field);
      return [
        code(field.path),
        now,
        ...(drifted ? [written] : []),
        after,
        field.owner ? plain(field.owner) : '',
      ];
    }),
  );
}

/** What is compared: the value now, as the run wrote it, and after. */
function cells(field: FieldChange): string[] {
  const values = [field.before, field.written, field.after].map(value =>
    value === undefined ? undefined : shown(field, value),
  );
  return comparedValues(values, 'line').map((text, index) =>
    values[index] === undefined ? '_absent_' : codeSpan(text),
  );
}

/** What has no fields to compare: an object that comes or goes as a whole. */
function wholeObject(change: PlannedChange): string[] {
  const { kind, desired, live } = change;
  const [sign, object] = kind === 'delete' ? ['-', live] : ['+', desired];
  if (!object) {
    return [];
  }
  const lines = visibleYaml(withoutSecrets(object)).trimEnd().split('\n');
  return ['', ...block('diff', lines.map(line => `${sign}${line}`).join('\n'))];
}

/** Values come masked; one that did not would not leave here. */
function shown({ secret }: FieldChange, value: unknown): unknown {
  return secret ? masked(value) : value;
}

function withoutSecrets(object: Record<string, any>): Record<string, any> {
  if (object.kind !== 'Secret') {
    return object;
  }
  const hidden = { ...object };
  for (const part of ['data', 'stringData']) {
    if (object[part]) {
      hidden[part] = Object.fromEntries(
        Object.entries(object[part]).map(([key, value]) => [
          key,
          masked(value),
        ]),
      );
    }
  }
  return hidden;
}

function masked(value: unknown): unknown {
  return typeof value === 'string' && value.startsWith(MASK) ? value : MASK;
}
