import { Client } from 'pg';

import { startPostgres } from './startPostgres';

jest.setTimeout(60_000);

describe('startPostgres', () => {
  it('gives a PostgreSQL 18 whose user may create databases', async () => {
    const postgres = await startPostgres();
    const client = new Client({ connectionString: postgres.url });
    try {
      await client.connect();
      await client.query('create database proof');
      const { rows } = await client.query('show server_version');
      expect(rows[0].server_version).toMatch(/^18\./);
    } finally {
      await client.end();
      await postgres.stop();
    }
  });

  it('leaves nothing that listens when it is stopped', async () => {
    const postgres = await startPostgres();
    await postgres.stop();
    const client = new Client({ connectionString: postgres.url });
    await expect(client.connect()).rejects.toThrow('ECONNREFUSED');
  });

  it('keeps what was committed when it is killed, if it is to be durable', async () => {
    const postgres = await startPostgres({ durable: true });
    const ask = async (query: string) => {
      const client = new Client({ connectionString: postgres.url });
      try {
        await client.connect();
        return (await client.query(query)).rows;
      } finally {
        await client.end();
      }
    };
    try {
      await ask('create table proof (id int)');
      await ask('insert into proof values (7)');
      await postgres.kill();
      await expect(ask('select 1')).rejects.toThrow('ECONNREFUSED');
      await postgres.start();
      expect(await ask('select id from proof')).toEqual([{ id: 7 }]);
      await postgres.shutDown();
      await postgres.start();
      expect(await ask('select id from proof')).toEqual([{ id: 7 }]);
    } finally {
      await postgres.stop();
    }
  });
});
