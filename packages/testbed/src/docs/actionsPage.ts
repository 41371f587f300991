import {
  inputFields,
  type ActionDescription,
} from '@mission-control/plugin-missions-common';

const INTRO = `# Actions and checks

What steps and checks of a mission can name, from the modules of this repository. Generated from their code; the portal shows the same
catalogue, with those of other modules, under _Missions → Actions_.
`;

/** The catalogue as a page of docs/. */
export function actionsPage(entries: readonly ActionDescription[]): string {
  const sorted = [...entries].sort((a, b) => a.id.localeCompare(b.id));
  const part = (kind: ActionDescription['kind']) =>
    sorted.filter(entry => entry.kind === kind).map(section);
  return [
    INTRO,
    '## Actions\n',
    ...part('action'),
    '## Checks\n',
    ...part('check'),
  ].join('\n');
}

function section(entry: ActionDescription): string {
  return [
    `### \`${entry.id}\`\n`,
    `${oneLine(entry.description)}\n`,
    ...(entry.kind === 'action' ? [`${effectOf(entry)}\n`] : []),
    ...fields('Input', 'required', entry.input),
    ...(entry.kind === 'action'
      ? fields('Output', 'always', entry.output)
      : []),
    ...entry.examples.flatMap(example => [
      `${oneLine(example.description)}\n`,
      `\`\`\`yaml\n${example.yaml.trimEnd()}\n\`\`\`\n`,
    ]),
  ].join('\n');
}

function fields(title: string, certain: string, schema: object): string[] {
  const rows = inputFields(schema, value => `\`${value}\``).map(
    ({ name, type, required, description }) =>
      `- \`${name}\` (${type}${required ? `, ${certain}` : ''})${
        description ? `: ${description}` : ''
      }`,
  );
  return rows.length > 0 ? [`${title}:\n`, ...rows, ''] : [];
}

function effectOf({ effect, undo }: ActionDescription): string {
  if (effect === 'read') {
    return 'It reads.';
  }
  return undo
    ? `It writes. Way back: ${undo.replace(/\.$/, '')}.`
    : 'It writes, and cannot be taken back.';
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
