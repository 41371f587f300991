import { missionJsonSchema, type JsonSchema } from '../format/jsonSchema';
import { resolve } from '../format/schemaKeys';
import { code, generatedNote, page, table } from './markdown';

const INTRODUCTION =
  'A mission is one YAML file in the envelope of a Backstage entity. All errors of a file are reported at once, each with line, column, what was expected, what was found and how to repair it. The [linter](linter.md) demands what a schema cannot say. A mission’s version is the hash of its content: comments, quotes and the order of keys do not change it.';

const EXPRESSIONS = `## Expressions

Strings of inputs may hold \`\${{ … }}\` with an expression in [CEL](https://cel.dev). \`if\` and other conditions are bare expressions without \`\${{ }}\`.

- A string that is exactly one \`\${{ }}\` keeps the type of its value: \`replicas: \${{ parameters.replicas }}\` is a number. In a longer text, text, numbers and booleans are written out; null, a list or a map is an error.
- \`$\${{\` stands for a literal \`\${{\`. Keys of maps are not evaluated.
- Whole numbers are CEL ints: \`parameters.replicas + 1\` works. A parameter of type \`number\` is a double: write \`parameters.ratio * 2.0\`.
- A declared parameter without a value is null. Any other name that does not exist is refused when the mission is loaded.
- Lists have \`map\`, \`filter\`, \`all\`, \`exists\` and \`exists_one\`; \`a.?b.orValue(c)\` reads what may be absent.

${table(
  ['name', 'what it holds', 'where'],
  [
    [code('parameters.<name>'), 'the value of a parameter', 'everywhere'],
    [
      code('target.name, .environment, .labels, .version, .role'),
      'the cluster',
      'everywhere',
    ],
    [code('run.id, run.initiator'), 'the run', 'everywhere'],
    [code('mission.name, .ref, .title, .version'), 'the mission', 'everywhere'],
    [
      code("steps['<id>'].output"),
      'what an earlier step of this target gave',
      'steps after it, spec.verify, spec.checks; its own verify and undo',
    ],
    [
      code("roles.<role>.steps['<id>'].output"),
      'what a step of another role gave: it is waited for',
      'steps, spec.verify',
    ],
    [
      code('each.key, each.value'),
      'the entry of `each`',
      'inside a step that has `each`',
    ],
  ],
)}

Checks that look at something bring names of their own: \`object\` in \`expect\` of \`kubernetes:object\`, \`body\` and \`status\` of an HTTP answer.`;

const BOUNDS = `## Bounds

A file has at most 1 MiB, 50 levels and 100,000 values; an expression 4,096 characters and list macros nested three deep; a text that an expression makes 262,144 characters; \`each\` 200 entries. Durations are written \`30s\`, \`5m\`, \`1h30m\`, \`2d\`.`;

/** How parts.ts describes durations. */
const DURATION = '^([0-9]+(ms|s|m|h|d|w))+$';

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'map',
};

/** docs/mission-format.md, from the schema of the format. */
export function formatPage(): string {
  const root = missionJsonSchema();
  const defs = root.$defs ?? {};
  const parts = ['Metadata', 'Spec', ...orderOfUse(root)].filter(
    (name, index, all) => all.indexOf(name) === index && defs[name],
  );
  return page(
    generatedNote('the schema in plugins/missions-common/src/format'),
    '# Mission format',
    INTRODUCTION,
    '## A mission file',
    `${
      root.description ?? ''
    } Editors know the format from [its JSON Schema](mission.schema.json): put \`# yaml-language-server: $schema=<path>/mission.schema.json\` on the first line.`,
    properties(root, root),
    ...parts.flatMap(name => section(root, name, defs[name])),
    EXPRESSIONS,
    BOUNDS,
  );
}

function section(root: JsonSchema, name: string, schema: JsonSchema): string[] {
  const options = schema.anyOf
    ? [
        `Either ${schema.anyOf.map(one => typeText(root, one)).join(' or ')}.`,
        ...schema.anyOf
          .filter(one => one.properties)
          .map(one => properties(root, one)),
      ]
    : [properties(root, schema)];
  return [
    `## ${name}`,
    ...(schema.description ? [schema.description] : []),
    ...options,
  ];
}

/** Rows of an object; plain nested objects follow as `a.b`. */
function properties(root: JsonSchema, schema: JsonSchema): string {
  return table(
    ['field', 'type', 'what it says'],
    rows(root, schema, '', schema.required ?? []),
  );
}

function rows(
  root: JsonSchema,
  schema: JsonSchema,
  prefix: string,
  required: readonly string[],
): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const must = required.includes(name);
    const row = [
      `${code(prefix + name)}${must ? ' **required**' : ''}`,
      typeText(root, property),
      descriptionText(root, property),
    ];
    const entries =
      typeof property.additionalProperties === 'object'
        ? property.additionalProperties
        : undefined;
    const nested = property.items ?? entries ?? property;
    const map = entries ? '.<name>' : '';
    const suffix = property.items ? '[]' : map;
    return nested.properties
      ? [
          row,
          ...rows(
            root,
            nested,
            `${prefix}${name}${suffix}.`,
            nested.required ?? [],
          ),
        ]
      : [row];
  });
}

function descriptionText(root: JsonSchema, schema: JsonSchema): string {
  const own = schema.description ?? resolve(root, schema).description ?? '';
  const fallback =
    schema.default !== undefined && JSON.stringify(schema.default) !== '[]'
      ? `Default ${code(JSON.stringify(schema.default))}.`
      : '';
  return [own, fallback].filter(text => text !== '').join(' ');
}

function typeText(root: JsonSchema, schema: JsonSchema): string {
  const name = schema.$ref?.replace('#/$defs/', '');
  if (name) {
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (schema.const !== undefined) {
    return code(String(schema.const));
  }
  if (schema.enum) {
    return schema.enum.map(value => code(String(value))).join(', ');
  }
  if (schema.pattern === DURATION) {
    return 'duration';
  }
  if (schema.anyOf) {
    return schema.anyOf.map(one => typeText(root, one)).join(' or ');
  }
  if (schema.type === 'array') {
    return `list of ${
      schema.items ? typeText(root, schema.items) : 'anything'
    }`;
  }
  if (
    schema.type === 'object' &&
    typeof schema.additionalProperties === 'object'
  ) {
    const value = typeText(root, schema.additionalProperties);
    return `map of ${value}`;
  }
  return TYPES[schema.type ?? ''] ?? 'anything';
}

/** Names of definitions in the order in which a reader meets them. */
function orderOfUse(root: JsonSchema): string[] {
  const order: string[] = [];
  const visit = (schema: unknown) => {
    if (typeof schema !== 'object' || schema === null) {
      return;
    }
    const name = (schema as JsonSchema).$ref?.replace('#/$defs/', '');
    if (name && !order.includes(name)) {
      order.push(name);
      visit(root.$defs?.[name]);
    }
    Object.values(schema).forEach(visit);
  };
  visit(root.properties);
  return order;
}
