import { useState } from 'react';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { wrapInTestApp } from '@backstage/test-utils';
import type {
  ParameterSchema,
  ParameterType,
} from '@mission-control/plugin-missions-common';
import { parameterRows, type ParameterRow } from '../../mission/parameterRows';
import { ParameterField } from './ParameterField';
import { formProblems, sentParameters } from './parameterProblem';

const aRow = (property: Partial<ParameterSchema>, required = false) =>
  parameterRows({
    parameters: {
      required: required ? ['it'] : [],
      properties: { it: { title: 'It', ...property } },
    },
  })[0];

/** The field of a form of one; what would be sent stands below it. */
function Form({ row, from }: { row: ParameterRow; from?: unknown }) {
  const [value, setValue] = useState(from);
  const values = { it: value };
  return (
    <>
      <ParameterField
        row={row}
        value={value}
        problem={formProblems([row], values).it}
        onChange={setValue}
      />
      <output>{JSON.stringify(sentParameters([row], values))}</output>
    </>
  );
}

const open = (
  property: Partial<ParameterSchema>,
  from?: unknown,
  required?: boolean,
) => render(wrapInTestApp(<Form row={aRow(property, required)} from={from} />));
const sent = () => JSON.parse(screen.getByRole('status').textContent!);
const box = () => screen.getByRole<HTMLTextAreaElement>('textbox');

it('names what cannot be seen in a value, and sends it as it is', () => {
  open({}, 'nginx\u200b');
  expect(
    screen.getByText('It holds what cannot be seen: nginx\\u{200b}'),
  ).toBeVisible();
  expect(sent()).toEqual({ it: 'nginx\u200b' });
});

const INPUT = 'input, textarea';
const NEEDED = 'It is needed: fill it in.';

const OPEN = { type: 'object', additionalProperties: true } as const;
const TYPED = [
  ['text', { type: 'string' }, 'web', 'web'],
  ['secret', { type: 'string', secret: true }, 'open-sesame', 'open-sesame'],
  ['number', { type: 'integer' }, '3', 3],
  [
    'list',
    { type: 'array', items: { type: 'string' } },
    'a{Enter}b',
    ['a', 'b'],
  ],
  [
    'list of numbers',
    { type: 'array', items: { type: 'number' } },
    '1{Enter}2',
    [1, 2],
  ],
  ['object', OPEN, '{{"a": 1}', { a: 1 }],
  [
    'list of objects',
    { type: 'array', items: OPEN },
    '[[{{"a":1}]',
    [{ a: 1 }],
  ],
] as const;

describe('ParameterField', () => {
  it.each(TYPED)(
    'of a %s sends what is typed, and nothing once it is cleared',
    async (_, row, keys, value) => {
      open(row);
      const field = screen.getByLabelText('It', { selector: INPUT });
      await userEvent.type(field, keys);
      await userEvent.tab();
      expect(sent()).toEqual({ it: value });
      await userEvent.clear(field);
      await userEvent.tab();
      expect(sent()).toEqual({});
      expect(field).not.toBeInvalid();
    },
  );

  it.each(TYPED)(
    'of a %s that is required says so once it is cleared, not before',
    async (_, row, keys) => {
      open(row, undefined, true);
      const field = screen.getByLabelText(/^It/, { selector: INPUT });
      expect(screen.queryByText(NEEDED)).not.toBeInTheDocument();
      await userEvent.type(field, keys);
      await userEvent.tab();
      await userEvent.clear(field);
      await userEvent.tab();
      expect(sent()).toEqual({});
      expect(screen.getByText(NEEDED)).toBeInTheDocument();
      expect(field).toBeInvalid();
      expect(field).toHaveAccessibleDescription(
        expect.stringContaining(NEEDED),
      );
    },
  );

  it('keeps what is typed while it is no JSON, and says where it stops being it', async () => {
    open(OPEN);
    await userEvent.type(box(), '{{"a": 1,{Enter}"b" 2}');
    expect(box()).toHaveValue('{"a": 1,\n"b" 2}');
    expect(
      screen.getByText(
        'This is not JSON: 2 does not belong at line 2, column 5.',
      ),
    ).toBeInTheDocument();
    expect(sent()).toEqual({});
    await userEvent.clear(box());
    await userEvent.type(box(), '{{"a": [[1');
    expect(
      screen.getByText(
        'This is not JSON: it ends too early, at line 1, column 9.',
      ),
    ).toBeInTheDocument();
    await userEvent.type(box(), ']  }');
    expect(box()).toHaveValue('{"a": [1]  }');
    expect(sent()).toEqual({ it: { a: [1] } });
    expect(box()).not.toBeInvalid();
  });

  it.each<[ParameterType, ParameterType | undefined, string, RegExp]>([
    ['object', undefined, '[[1]', /has to be an object/],
    ['object', undefined, 'null', /has to be an object/],
    ['object', undefined, '5', /has to be an object/],
    ['array', 'object', '{{"a":1}', /has to be a list/],
  ])('of %s %s takes no %s', async (type, itemType, keys, words) => {
    open({ type, items: itemType && { type: itemType } });
    await userEvent.type(box(), keys);
    expect(screen.getByText(words)).toBeInTheDocument();
    expect(sent()).toEqual({});
  });

  it.each([
    ['0.123456', 0.123456],
    ['-3e2', -300],
    ['9007199254740991', 9007199254740991],
  ])('reads the number %s as JSON does', async (keys, value) => {
    open({ type: 'number' });
    const field = screen.getByLabelText('It', { selector: INPUT });
    await userEvent.type(field, keys);
    await userEvent.tab();
    expect(field).toHaveValue(keys);
    expect(sent()).toEqual({ it: value });
  });

  it.each([
    [{ type: 'integer', maximum: 10 }, '100', 'It may be at most 10.'],
    [{ type: 'integer', minimum: 1 }, '0', 'It has to be at least 1.'],
    [{ type: 'integer' }, '1.5', 'It has to be a whole number.'],
    [{ type: 'number' }, '0,5', '0,5 is not a number.'],
    [{ type: 'number' }, '50%', '50% is not a number.'],
    [{ type: 'integer' }, '0x10', '0x10 is not a number.'],
    [
      { type: 'integer' },
      '9999999999999999',
      '9999999999999999 is too large to be kept to its last digit.',
    ],
    [
      { type: 'number' },
      '99999999999999999999',
      '99999999999999999999 is too large to be kept to its last digit.',
    ],
  ] as const)('of %j keeps %s, and says: %s', async (row, keys, told) => {
    open(row);
    const field = screen.getByLabelText('It', { selector: INPUT });
    await userEvent.type(field, keys);
    await userEvent.tab();
    expect(field).toHaveValue(keys);
    expect(screen.getByText(told)).toBeVisible();
    expect(sent()).toEqual({});
  });

  it('shows a number that it was given and that does not fit, and says so', () => {
    open({ type: 'integer', maximum: 10 }, 100);
    expect(screen.getByLabelText('It', { selector: INPUT })).toHaveValue('100');
    expect(screen.getByText('It may be at most 10.')).toBeVisible();
  });

  it.each([
    ['two', 'two is not a number.'],
    ['1,5', '1,5 is not a number.'],
    ['1.5', 'It has to be a whole number.'],
    ['0', 'It has to be at least 1.'],
    [
      '99999999999999999999',
      '99999999999999999999 is too large to be kept to its last digit.',
    ],
  ])(
    'says of the line %s of a list of numbers what it says of one number, and keeps it',
    async (line, told) => {
      open({ type: 'array', items: { type: 'integer', minimum: 1 } });
      await userEvent.type(box(), `1{Enter}${line}{Enter}`);
      expect(box()).toHaveValue(`1\n${line}\n`);
      expect(screen.getByText(`Line 2: ${told}`)).toBeInTheDocument();
      expect(sent()).toEqual({});
    },
  );

  it.each<[ParameterSchema, string, string]>([
    [
      { type: 'string', minLength: 3 },
      'ab',
      'It needs at least 3 characters; it has 2.',
    ],
    [
      { type: 'string', secret: true },
      'abc',
      'It needs at least 4 characters; it has 3.',
    ],
    [
      { type: 'string', maxLength: 1, secret: true },
      'ab',
      'It may have at most 1 character; it has 2.',
    ],
    [
      { type: 'string', format: 'duration' },
      'soon',
      'It has to be a duration such as 1h30m.',
    ],
    [{ type: 'number', exclusiveMinimum: 0 }, '0', 'It has to be more than 0.'],
    [{ type: 'number', exclusiveMaximum: 1 }, '1', 'It has to be less than 1.'],
    [
      { type: 'integer', multipleOf: 5, maximum: 6 },
      '7',
      'It may be at most 6. It has to be a multiple of 5.',
    ],
    [
      { type: 'array', items: { type: 'string', format: 'ipv4' } },
      '192.0.2.1{Enter}two{Enter}three',
      'Line 2: It has to be an IPv4 address such as 192.0.2.1. Line 3: It has to be an IPv4 address such as 192.0.2.1.',
    ],
    [
      { type: 'array', items: { type: 'integer', maximum: 0 } },
      '1{Enter}2{Enter}3{Enter}4{Enter}5',
      'Line 1: It may be at most 0. Line 2: It may be at most 0. Line 3: It may be at most 0. 2 more.',
    ],
    [
      { type: 'array', items: { type: 'string' }, minItems: 2 },
      'a',
      'It needs at least 2 entries; it has 1.',
    ],
    [
      { type: 'array', items: { type: 'string' }, uniqueItems: true },
      'a{Enter}a',
      'It may not hold the same entry twice.',
    ],
    [
      {
        type: 'object',
        required: ['cpu'],
        properties: {
          cpu: { type: 'string' },
          tier: { type: 'string', enum: ['gold', 'tin'] },
        },
      },
      '{{"tier": "lead", "cpus": 1}',
      'tier: It has to be one of gold, tin. cpus: The mission knows no cpus. Did you mean cpu? cpu: It is needed.',
    ],
    [
      {
        type: 'array',
        items: {
          type: 'object',
          properties: { port: { type: 'integer' } },
        },
      },
      '[[{{"port": "http"}]',
      '[0].port: It has to be a whole number.',
    ],
  ])('of %j is not %s: %s', async (schema, keys, told) => {
    open(schema);
    const field = screen.getByLabelText('It', { selector: INPUT });
    await userEvent.type(field, keys);
    expect(screen.getByText(told)).toBeVisible();
    expect(field).toBeInvalid();
    expect(sent()).toEqual({});
  });

  it.each<[ParameterSchema, string, string]>([
    [
      { type: 'array', items: { type: 'string', minLength: 2 } },
      'ab{Enter}{Enter} {Enter}c{Enter}',
      'Line 4: It needs at least 2 characters; it has 1.',
    ],
    [
      OPEN,
      '{{"id": 12345678901234567890, "1e5": "1234567890123456789"}',
      '12345678901234567890 is too large to be kept to its last digit.',
    ],
    [
      { type: 'integer' },
      '1e300',
      '1e+300 is too large to be kept to its last digit.',
    ],
    [
      OPEN,
      '{{"id": 12345678901234567890e0}',
      '12345678901234567890e0 is too large to be kept to its last digit.',
    ],
    [
      { type: 'object', properties: { key: { type: 'string', secret: true } } },
      '{{"key": 12345678901234567890}',
      '*** is too large to be kept to its last digit.',
    ],
    [
      { type: 'object', properties: { key: { type: 'string', secret: true } } },
      '{{"key": "x"',
      'This is not JSON: it ends too early, at line 1, column 12.',
    ],
    [
      { type: 'object', properties: { key: { type: 'string', secret: true } } },
      '{{"key": hunter2}',
      'This is not JSON: see line 1, column 9.',
    ],
  ])('of %j says of %s: %s', async (schema, keys, told) => {
    open(schema);
    await userEvent.type(box(), keys);
    expect(screen.getByText(told)).toBeVisible();
    expect(sent()).toEqual({});
  });

  it.each([
    ['1e300', 1e300],
    ['100000000000000000000', 1e20],
    ['-2.5E-3', -0.0025],
  ])('takes the number %s', async (keys, value) => {
    open({ type: 'number' });
    await userEvent.type(box(), keys);
    expect(box()).not.toBeInvalid();
    expect(sent()).toEqual({ it: value });
  });

  it('of a switch shows the default that no value leaves, and sends it where it has to', () => {
    const { unmount } = open({ type: 'boolean', default: true });
    expect(screen.getByRole('switch')).toBeChecked();
    expect(sent()).toEqual({});
    unmount();
    open({ type: 'boolean', default: true }, undefined, true);
    expect(screen.getByRole('switch')).toBeChecked();
    expect(sent()).toEqual({ it: true });
  });

  it('says of an empty text of a link what comes in its place', () => {
    open({ type: 'string', default: '1h' }, '');
    expect(screen.getByText('If left empty: 1h')).toBeVisible();
    expect(sent()).toEqual({});
  });

  it('sends a list of a link that has empty lines only, where a default would come back', () => {
    open({ type: 'array', default: ['a'] }, ['']);
    expect(sent()).toEqual({ it: [] });
  });

  it('takes a choice of a link however its keys are ordered', () => {
    const options = [{ a: 1, b: 2 }];
    open({ type: 'object', enum: options }, { b: 2, a: 1 });
    expect(sent()).toEqual({ it: { b: 2, a: 1 } });
    expect(screen.getByRole('button')).toHaveTextContent('{"a":1,"b":2}');
  });

  it('leaves patterns to the backend, which can end those that take for ever', async () => {
    open({ type: 'string', pattern: '^(a+)+$', maxLength: 60 });
    await userEvent.type(box(), `${'a'.repeat(40)}!`);
    expect(box()).not.toBeInvalid();
    expect(sent()).toEqual({ it: `${'a'.repeat(40)}!` });
  });

  it.each<[ParameterSchema, string]>([
    [{ type: 'string' }, ''],
    [{ type: 'string', maxLength: 9 }, 'Allowed: at most 9 characters'],
    [{ type: 'integer', minimum: 1, maximum: 5 }, 'Allowed: from 1 to 5'],
    [{ type: 'string', pattern: '^tok-.' }, 'Allowed: matching ^tok-.'],
    [{ type: 'array' }, 'One entry per line.'],
    [
      { type: 'array', items: { type: 'string' }, minItems: 1 },
      'One entry per line. Allowed: at least 1 entry',
    ],
    [
      { type: 'array', items: { type: 'integer', minimum: 1, maximum: 9 } },
      'One whole number per line. Allowed: each from 1 to 9',
    ],
    [OPEN, 'Written as JSON, such as {"key": "value"}.'],
    [
      {
        type: 'object',
        properties: { cpu: { type: 'string' }, count: { type: 'integer' } },
      },
      'Written as JSON, such as {"cpu": "…"}. Allowed: with cpu (text), count (whole number)',
    ],
    [
      { type: 'array', items: OPEN, maxItems: 2 },
      'Written as JSON, such as [{"key": "value"}]. Allowed: at most 2 entries',
    ],
  ])('of %j says how it is filled in: %j', (schema, hint) => {
    open(schema);
    expect(
      screen.getByRole('textbox', { name: 'It', description: hint }),
    ).toBeInTheDocument();
  });

  it('that is no object says how one of the declared properties looks', async () => {
    open({ type: 'object', properties: { cpu: { type: 'string' } } });
    await userEvent.type(box(), '5');
    await userEvent.tab();
    expect(
      screen.getByText('This has to be an object, such as {"cpu": "…"}.'),
    ).toBeInTheDocument();
  });

  it('shows another value that comes from without', () => {
    const row = aRow(OPEN);
    const field = (value: unknown) =>
      wrapInTestApp(
        <ParameterField row={row} value={value} onChange={() => {}} />,
      );
    const { rerender } = render(field({ a: 1 }));
    rerender(field({ b: 2 }));
    expect(box()).toHaveValue('{"b":2}');
  });

  it('of choices can be left empty again, unless one is required', async () => {
    const { unmount } = open({ enum: ['', 'a', 1, '1'] }, 'a');
    await userEvent.click(screen.getByRole('button'));
    await userEvent.click(screen.getAllByRole('option', { name: '1' })[1]);
    expect(sent()).toEqual({ it: '1' });
    await userEvent.click(screen.getByRole('button'));
    await userEvent.click(screen.getByRole('option', { name: 'No choice' }));
    expect(sent()).toEqual({});
    unmount();
    open({ enum: ['a', 'b'] }, 'a', true);
    await userEvent.click(screen.getByRole('button'));
    expect(
      screen.queryByRole('option', { name: 'No choice' }),
    ).not.toBeInTheDocument();
  });

  it.each<[Partial<ParameterSchema>, string, string | RegExp]>([
    [{ enum: ['a'] }, 'z', 'z is not one of the choices.'],
    [{ type: 'integer' }, 'many', 'many is not a number.'],
    [{ type: 'array', items: { type: 'string' } }, 'a', /has to be a list/],
  ])('says what is wrong with a value of a link: %j %s', (row, from, words) => {
    open(row, from);
    expect(screen.getByText(words)).toBeInTheDocument();
    expect(sent()).toEqual({});
  });

  it('of a switch that has to be set sends what it shows', async () => {
    open({ type: 'boolean' }, undefined, true);
    expect(sent()).toEqual({ it: false });
    await userEvent.click(screen.getByRole('switch'));
    expect(sent()).toEqual({ it: true });
  });

  it('of a switch shows what the backend says of it', () => {
    render(
      wrapInTestApp(
        <ParameterField
          row={aRow({ type: 'boolean' })}
          value
          problem={{ kind: 'told', message: 'Not with this version.' }}
          onChange={() => {}}
        />,
      ),
    );
    expect(screen.getByRole('switch')).toHaveAccessibleDescription(
      expect.stringContaining('Not with this version.'),
    );
  });
});
