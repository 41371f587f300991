import { MissionError } from '@mission-control/plugin-missions-common';
import express from 'express';
import request from 'supertest';
import { refuseWrites } from './refuseWrites';

describe('refuseWrites', () => {
  let reason: MissionError | undefined;
  const app = express()
    .use(refuseWrites(() => reason))
    .use((_req, res) => {
      res.json({ done: true });
    });

  beforeEach(() => {
    reason = new MissionError('SCHEMA_NEWER', 'It was upgraded', {
      remedy: 'Replace it',
    });
  });

  it.each(['post', 'put', 'patch', 'delete'] as const)(
    'answers a %s with the reason, as an error of the API',
    async method => {
      const { status, body } = await request(app)[method]('/runs');
      expect(status).toBe(503);
      expect(body.error).toMatchObject({
        code: 'SCHEMA_NEWER',
        message: 'It was upgraded',
        details: { remedy: 'Replace it' },
      });
    },
  );

  it('lets what only reads through, and everything without a reason', async () => {
    expect((await request(app).get('/runs')).body).toEqual({ done: true });
    reason = undefined;
    expect((await request(app).post('/runs')).body).toEqual({ done: true });
  });
});
