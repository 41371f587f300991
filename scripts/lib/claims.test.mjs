import assert from 'node:assert/strict';
import { it } from 'node:test';

import {
  endpointsOf,
  namedCodes,
  namedEndpoints,
  namedKeys,
} from './claims.mjs';

it('reads the endpoints of a description', () => {
  const yaml = [
    'paths:',
    '  /runs/{runId}:',
    '    get:',
    '      operationId: GetRun',
    '    delete:',
    '  /status:',
    '    get:',
  ].join('\n');
  assert.deepEqual(endpointsOf(yaml), [
    'GET /runs/{}',
    'DELETE /runs/{}',
    'GET /status',
  ]);
});

it('reads the endpoints of a page, whatever their variables are called', () => {
  assert.deepEqual(
    namedEndpoints(
      '`GET /runs/{id}/stream` and `POST /api/missions/runs`, `GET /runs?q=a`, not GET /no\n```\n`GET /x`\n```',
    ),
    ['GET /runs/{}/stream', 'POST /runs', 'GET /runs'],
  );
});

it('reads codes, and no other words in capitals', () => {
  assert.deepEqual(namedCodes('`NOT_FOUND`, `GET`, `IS_MISSION` or NO_CODE'), [
    'NOT_FOUND',
    'IS_MISSION',
  ]);
});

it('reads keys, without what they are set to', () => {
  assert.deepEqual(
    namedKeys('`missions.clusters[].writable`, `missions.demo.enabled: false`'),
    ['missions.clusters.writable', 'missions.demo.enabled'],
  );
});
