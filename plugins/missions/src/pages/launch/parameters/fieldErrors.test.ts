import { MissionsApiError } from '@mission-control/plugin-missions-react';
import { fieldErrors } from './fieldErrors';

const errorOf = (problems?: unknown) =>
  new MissionsApiError('refused', {
    status: 400,
    code: 'PARAMETER_INVALID',
    details: { problems },
  });
const sent = { hosts: [{ name: 'A' }], size: 3 };
const refused = {
  sent,
  error: errorOf([
    { path: 'hosts[0].name', message: 'hosts[0].name has capitals' },
    { path: 'hosts', message: 'hosts are too few' },
    { path: 'size', message: 'size is odd' },
    { path: 7 },
    null,
  ]),
};

describe('fieldErrors', () => {
  it('puts all that is said at the field that it is about', () => {
    expect(fieldErrors(refused, sent)).toEqual({
      hosts: 'hosts[0].name has capitals; hosts are too few',
      size: 'size is odd',
    });
  });

  it('drops what is said of a value that is no more there, and nothing else', () => {
    expect(fieldErrors(refused, { ...sent, size: 4 })).toEqual({
      hosts: 'hosts[0].name has capitals; hosts are too few',
    });
    expect(Object.keys(fieldErrors(refused, { size: 3 }))).toEqual(['size']);
  });

  it.each([[undefined], [{ sent, error: errorOf('all wrong') }]])(
    'says nothing where no field is named',
    none => {
      expect(fieldErrors(none, sent)).toEqual({});
    },
  );
});
