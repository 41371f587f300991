import type { ClusterClient } from '@mission-control/plugin-missions-node';
import { SurroundingsReader } from './surroundings';

describe('SurroundingsReader', () => {
  it.each(['constructor', 'toString', '__proto__', ''])(
    'reads nothing beside an object of the kind %j',
    async kind => {
      const reader = new SurroundingsReader({} as ClusterClient);
      expect(await reader.around({ kind })).toEqual({});
    },
  );
});
