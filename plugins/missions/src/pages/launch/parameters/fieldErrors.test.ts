import { MissionsApiError } from '@mission-control/plugin-missions-react';
import { parameterRows } from '../../mission/parameterRows';
import { fieldErrors } from './fieldErrors';

const rows = parameterRows({
  parameters: {
    properties: {
      hosts: { type: 'array', items: { type: 'object' } },
      size: { type: 'integer' },
      names: { type: 'array', items: { type: 'string' } },
    },
  },
});
const errorOf = (problems?: unknown) =>
  new MissionsApiError('refused', {
    status: 400,
    code: 'PARAMETER_INVALID',
    details: { problems },
  });
const sent = { hosts: [{ name: 'A' }], size: 3, names: ['a', 'B'] };
const rule = { keyword: 'pattern', pattern: '^[a-z]+$' };
const odd = { kind: 'told', message: 'size is odd' };
const told = (fault?: unknown) => ({
  sent,
  error: errorOf([{ path: 'size', message: 'size is odd', fault }]),
});
const refused = {
  sent,
  error: errorOf([
    { path: 'hosts[0].name', message: 'has capitals', fault: rule },
    {
      path: 'hosts',
      message: 'too few',
      fault: { keyword: 'minItems', limit: 2, length: 1 },
    },
    { path: 'size', message: 'size is odd' },
    { path: 'names[1]', message: 'has capitals', fault: rule },
    { path: 'other', message: 'no field' },
    { path: 7 },
    null,
  ]),
};

describe('fieldErrors', () => {
  it('puts all that is said at the field that it is about, with its place', () => {
    expect(fieldErrors(refused, rows, sent)).toEqual({
      hosts: {
        kind: 'several',
        problems: [
          {
            kind: 'within',
            place: '[0].name',
            problem: { kind: 'rule', fault: rule },
          },
          {
            kind: 'rule',
            fault: { keyword: 'minItems', limit: 2, length: 1 },
          },
        ],
      },
      size: odd,
      names: { kind: 'line', entry: 2, problem: { kind: 'rule', fault: rule } },
    });
  });

  it('drops what is said of a value that is no more there, and nothing else', () => {
    const fields = (parameters: Record<string, unknown>) =>
      Object.keys(fieldErrors(refused, rows, parameters));
    expect(fields({ ...sent, size: 4 })).toEqual(['hosts', 'names']);
    expect(fields({ size: 3 })).toEqual(['size']);
  });

  it.each([[undefined], [null], ['odd'], [{}], [{ keyword: 'odd' }]])(
    'keeps the sentence of the backend for a rule that has no words here: %j',
    fault => {
      expect(fieldErrors(told(fault), rows, sent)).toEqual({ size: odd });
    },
  );

  it.each([[undefined], [{ sent, error: errorOf('all wrong') }]])(
    'says nothing where no field is named',
    none => {
      expect(fieldErrors(none, rows, sent)).toEqual({});
    },
  );
});
