import type { Exchange } from './scenario';
import { compareTranscripts } from './transcript';

const said = (body: unknown, status = 200) => ({
  namespace: 'here',
  exchanges: [
    { request: 'GET /a', response: { status, headers: {}, body } },
  ] as Exchange[],
});

describe('compareTranscripts', () => {
  it('names each field that differs, with both values', () => {
    const left = said({ spec: { a: 1, b: 2 }, status: {} });
    const right = said({ spec: { a: 1, b: 3 } }, 201);
    expect(compareTranscripts(left, right)).toEqual([
      '1. GET /a status: 200 ≠ 201',
      '1. GET /a body.spec.b: 2 ≠ 3',
      '1. GET /a body.status: {} ≠ nothing',
    ]);
  });

  it('leaves out what is exempt, in an object and in each item of a list', () => {
    const except = [{ fields: ['status.conditions'], why: 'Differs' }];
    const one = { status: { conditions: [1], replicas: 1 } };
    const other = { status: { conditions: [2], replicas: 2 } };
    expect(compareTranscripts(said(one), said(other), except)).toEqual([
      '1. GET /a body.status.replicas: 1 ≠ 2',
    ]);
    expect(
      compareTranscripts(said({ items: [one] }), said({ items: [other] }), [
        ...except,
        { fields: ['status.repl'], why: 'Only the start of a name' },
      ]),
    ).toEqual(['1. GET /a body.items.0.status.replicas: 1 ≠ 2']);
  });

  it('does not exempt the status of an answer', () => {
    expect(
      compareTranscripts(said({}), said({}, 404), [
        { fields: ['status'], why: 'Of the body' },
      ]),
    ).toEqual(['1. GET /a status: 200 ≠ 404']);
  });

  it('leaves out what one of two declined to answer, by the statuses that are exempt', () => {
    const left = said({ kind: 'Table' });
    const except = [{ fields: [], declined: [406], why: 'Not spoken' }];
    expect(compareTranscripts(left, said({}, 406), except)).toEqual([]);
    expect(compareTranscripts(said({}, 406), left, except)).toEqual([]);
    expect(compareTranscripts(left, said({}, 404), except)).toEqual([
      '1. GET /a status: 200 ≠ 404',
      '1. GET /a body.kind: "Table" ≠ nothing',
    ]);
  });

  it('lets each server hash a template in its own way', () => {
    const set = (hash: string, revision: string) => ({
      metadata: {
        name: `web-${hash}`,
        labels: { 'pod-template-hash': hash },
        annotations: { 'deployment.kubernetes.io/revision': revision },
      },
    });
    expect(
      compareTranscripts(
        said({ items: [set('775c8db75f', '1'), set('x5645968d8', '2')] }),
        said({ items: [set('9pkgh4zh4k', '2'), set('lqpptjfh7k', '1')] }),
      ),
    ).toEqual([]);
  });
});
