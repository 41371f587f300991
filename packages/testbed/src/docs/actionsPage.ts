import type { ActionDescription } from '@mission-control/plugin-missions-common';

const INTRO = `# Actions and checks

What steps and checks of a mission can name, from the modules of this repository. Generated from their code; the portal shows the same
catalogue, with those of other modules, under _Missions → Actions_.
`;

type Property = {
  type?: string | string[];
  enum?: unknown[];
  anyOf?: Property[];
  items?: Property;
  description?: string;
};

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
  const { properties = {}, required = [] } = entry.input as {
    properties?: Record<string, Property>;
    required?: string[];
  };
  const rows = Object.entries(properties).map(
    ([name, property]) =>
      `- \`${name}\` (${typeOf(property)}${
        required.includes(name) ? ', required' : ''
      })${property.description ? `: ${oneLine(property.description)}` : ''}`,
  );
  return [
    `### \`${entry.id}\`\n`,
    `${oneLine(entry.description)}\n`,
    ...(entry.kind === 'action' ? [`${effectOf(entry)}\n`] : []),
    ...(rows.length > 0 ? ['Input:\n', ...rows, ''] : []),
    ...entry.examples.flatMap(example => [
      `${oneLine(example.description)}\n`,
      `\`\`\`yaml\n${example.yaml.trimEnd()}\n\`\`\`\n`,
    ]),
  ].join('\n');
}

function effectOf({ effect, undo }: ActionDescription): string {
  if (effect === 'read') {
    return 'It reads.';
  }
  return undo
    ? `It writes. Way back: ${undo.replace(/\.$/, '')}.`
    : 'It writes, and cannot be taken back.';
}

function typeOf(property: Property): string {
  if (property.enum) {
    return property.enum.map(value => `\`${value}\``).join(' or ');
  }
  if (property.anyOf) {
    return [...new Set(property.anyOf.map(typeOf))].join(' or ');
  }
  if (property.type === 'array') {
    return `list of ${property.items ? typeOf(property.items) : 'anything'}`;
  }
  return [property.type ?? 'anything'].flat().join(' or ');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
