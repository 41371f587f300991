import { missionJsonSchema, type JsonSchema } from '../format/jsonSchema';
import { formatWords, parameterFormats } from '../format/parameterFormats';
import { resolve } from '../format/schemaKeys';
import { SHORTEST_SECRET } from '../format/secrets';
import { code, generatedNote, page, table } from './markdown';

const INTRODUCTION =
  'A mission is one YAML file in the envelope of a Backstage entity. All errors of a file are reported at once (those of its YAML first), each with line, column, path, what was expected, what was found and how to repair it. The [linter](linter.md) demands what a schema cannot say. A mission’s version is the hash of its content: comments, quotes and the order of keys do not change it.';

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
      'what a step of this target gave',
      'steps that need it, spec.verify, spec.checks; its own verify and undo',
    ],
    [
      code("roles.<role>.steps['<id>'].output"),
      'what a step of another role gave: it is waited for',
      'steps after it, spec.verify, spec.checks',
    ],
    [
      code('roles.<role>.targets'),
      'names of the targets of a role; waits for nothing',
      'everywhere but preflight',
    ],
    [
      code('each.key, each.value'),
      'the entry of `each`',
      'inside a step that has `each`',
    ],
  ],
)}

Checks that look at something bring names of their own: \`object\` in \`expect\` of \`kubernetes:object\`, \`body\` and \`status\` of an HTTP answer.`;

const ORDER = `## Order

The order of the file is one in which the steps can run: a step may only name earlier ones, so there are no cycles.

- Without \`needs\` a step begins when the step before it (of those that its target runs) is done: succeeded, skipped by its \`if\`, or skipped by a person. \`needs: [a, b]\` waits for these instead, \`needs: []\` for nothing.
- A target runs one step at a time. Of the steps that are ready the first in the file goes. A step that waits for time, people or another run lets the next ready one go: steps \`mission:run\` with \`needs: []\` are under way at the same time.
- When a step fails, what needs it is held; all else goes on. When nothing can go on any more, the target waits for a decision.
- \`each\` runs its entries one after the other, and stops at one that fails. With \`needs\` (also \`[]\`) entries do not wait for each other.
- A step reads the output of those steps only that it needs, directly or through others.
- Undo takes back each target in the reverse of the order in which it was written. A role for which others waited is taken back after them.

## Roles

A step that reads \`roles.<role>.steps['<id>'].output\`, or lists a step in \`needs\` that only another role runs, begins when **all** targets of that role are done with that step. Role and id stand there literally.

- The output is the value itself where the role has \`max: 1\`, otherwise a map from the target's name to its output, such as \`\${{ roles.member.targets.map(t, roles.member.steps['join'].output[t].address) }}\`. A target whose step was skipped is not in the map: ask with \`t in …output\`.
- What reads it is deferred in the plan. Waiting holds no worker, and the target says what it waits for. Where a target of the role waits for a decision, the run does so too; where one ended without the step, what waits for it fails and asks for a decision.
- With \`waves\`, targets of a role that others wait for go with the first wave, all at once, and are not counted in it. Where all roles wait for each other no wave is left, and the mission is warned.

## Entries that are known late

An \`each\` that reads an output which is only known when the run is under way is planned as one deferred step. When its turn comes it becomes its entries, each a step of its own with journal and undo. What they change is planned then, all together, and asked for in one supplementary approval. Entries that hold a secret are refused, because their keys are names of steps.`;

const SECRETS = `## Secrets

Secret are parameters with \`secret\`, outputs of steps with \`sealed\`, and what an expression makes of either: a part, a list of parts, a text around it. Each is written as it is where the mission sends it, and masked in everything that is shown and kept.

- What the expression itself says, and what it reads as it is and is no secret, stays shown: \`parameters.token != null ? parameters.user : 'nobody'\` hides nothing.
- A text of 1 to ${
  SHORTEST_SECRET - 1
} characters that is made of a secret is refused, in the plan: it cannot be hidden without hiding half of everything else. So are secret parameters of that length.
- True, false, numbers of less than ${SHORTEST_SECRET} digits, and whether a condition held, are shown. They tell something of the secret: compare secrets only where that may be known.
- What a cluster or a server makes of a secret is known only where the value comes back as it was sent. A step that gives back anything else, such as a token for a password, has to be \`sealed\`.
- An expression that reads a secret and fails does not tell why.`;

const FORMATS = `## Formats

What \`format\` of a parameter demands. A duration is not written as JSON Schema does (\`PT1H30M\`), but as everywhere in a mission.

${table(
  ['format', 'what it accepts'],
  parameterFormats.map(format => [code(format), formatWords(format)]),
)}`;

const BOUNDS = `## Bounds

A file has at most 1 MiB, 50 levels and 100,000 values; an expression 4,096 characters, list macros nested three deep and half a second; a text 500 expressions, and half a second for its \`pattern\`; a text that an expression makes 262,144 characters; \`each\` 200 entries. Durations are written \`30s\`, \`5m\`, \`1h30m\`, \`2d\`.`;

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
    SECRETS,
    FORMATS,
    EXPRESSIONS,
    ORDER,
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
