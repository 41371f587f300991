import express from 'express';
import request from 'supertest';
import { spec } from '../schema/openapi';
import { createRouter } from './createRouter';
import type { RouteOptions } from './types';

// The first request of a process reads the whole schema.
jest.setTimeout(60_000);

const refs = (part: unknown): string[] =>
  typeof part === 'object' && part !== null
    ? Object.entries(part).flatMap(([key, value]) =>
        key === '$ref' ? [String(value)] : refs(value),
      )
    : [];

const keys = (part: unknown): string[] =>
  typeof part === 'object' && part !== null
    ? Object.entries(part).flatMap(([key, value]) => [key, ...keys(value)])
    : [];

async function get(path: string) {
  const router = await createRouter({} as RouteOptions);
  return request(express().use('/api/missions', router)).get(path);
}

describe('openapi.json', () => {
  it('is the OpenAPI 3.1 of openapi.yaml, with the paths that callers send', async () => {
    const { status, body } = await get('/api/missions/openapi.json?a=b');
    expect(status).toBe(200);
    expect(body.openapi).toMatch(/^3\.1\.\d+$/);
    expect(Object.keys(body.paths)).toEqual(
      Object.keys(spec.paths).map(path => `/api/missions${path}`),
    );
    expect({ ...body, paths: spec.paths }).toEqual(spec);
  });

  it('holds every part that it refers to, and no word of OpenAPI 3.0', async () => {
    const { body } = await get('/api/missions/openapi.json');
    const missing = refs(body).filter(
      ref =>
        ref
          .slice(2)
          .split('/')
          .reduce((part: any, name) => part?.[name], body) === undefined,
    );
    expect(missing).toEqual([]);
    expect(keys(body)).not.toContain('nullable');
  });
});
