import express from 'express';
import request from 'supertest';
import { MissionError } from '@mission-control/plugin-missions-common';
import { mockAuditor } from '../__testUtils__/mockAuditor';
import { mockHttpAuth } from '../__testUtils__/mockHttpAuth';
import { mockLogger } from '../__testUtils__/mockLogger';
import type { UndoKitService } from '../services/undoKit';
import { createRouter } from './createRouter';
import type { RouteOptions } from './types';

const passphrase = 'correct horse battery staple';
const path = '/runs/r1/undo-kit';

async function setup(undoKits: Partial<UndoKitService>) {
  const { auditor, audited } = mockAuditor();
  const logger = mockLogger();
  const router = await createRouter({
    undoKits,
    auditor,
    logger,
    httpAuth: mockHttpAuth(),
    shutdown: new AbortController().signal,
  } as unknown as RouteOptions);
  const app = express().use(router);
  const told = () =>
    JSON.stringify([
      (auditor.createEvent as jest.Mock).mock.calls.map(
        ([{ request: _, ...event }]) => event,
      ),
      audited.success.mock.calls,
      (audited.fail as jest.Mock).mock.calls.map(([{ error }]) =>
        String(error),
      ),
      Object.values(logger).flatMap(fn => (fn as jest.Mock).mock?.calls ?? []),
    ]);
  return { app, auditor, audited, told };
}

describe('POST /runs/:runId/undo-kit', () => {
  it('answers the file and is audited, without the passphrase', async () => {
    const facts = { targets: ['dev'], objects: 3, left: 1 };
    const bytes = new TextEncoder().encode('age-encryption.org/v1');
    const { app, auditor, audited, told } = await setup({
      export: async () => ({ name: 'undo-kit-r1.tar.age', bytes, facts }),
    });
    const answer = await request(app)
      .post(path)
      .send({ passphrase, targets: ['dev'] });
    expect(answer.status).toBe(200);
    expect(Buffer.from(answer.body).toString()).toBe('age-encryption.org/v1');
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-disposition': 'attachment; filename="undo-kit-r1.tar.age"',
      'x-undo-kit-left': '1',
      'x-undo-kit-objects': '3',
    });
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'run-export',
        meta: { runId: 'r1' },
      }),
    );
    expect(audited.success).toHaveBeenCalledWith({ meta: facts });
    expect(told()).not.toContain(passphrase);
  });

  it('is audited when it is refused', async () => {
    const { app, audited, told } = await setup({
      export: async () => {
        throw new MissionError('NOT_ALLOWED', 'You may not');
      },
    });
    const { status } = await request(app).post(path).send({ passphrase });
    expect(status).toBe(403);
    expect(audited.fail).toHaveBeenCalledTimes(1);
    expect(told()).not.toContain(passphrase);
  });

  it.each([
    ['too long', passphrase.repeat(50)],
    ['no text', [passphrase]],
    ['with NUL', `${passphrase}\0`],
  ])('does not quote a passphrase that is %s', async (_, wrong) => {
    const { app, told } = await setup({});
    const answer = await request(app).post(path).send({ passphrase: wrong });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('passphrase');
    expect(answer.text).not.toContain(passphrase);
    expect(told()).not.toContain(passphrase);
  });
});
