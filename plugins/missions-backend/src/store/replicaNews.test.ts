import { parseReplicaNews } from './replicaNews';

const news = { from: 'a', runIds: ['r'], cancelling: [], wake: true };

describe('parseReplicaNews', () => {
  it('reads what a replica wrote', () => {
    expect(parseReplicaNews(JSON.stringify(news))).toEqual(news);
  });

  it.each([
    undefined,
    '',
    'null',
    '[]',
    '{"from":1}',
    JSON.stringify({ ...news, runIds: [1] }),
    JSON.stringify({ ...news, cancelling: 'all' }),
  ])('passes over %j', text => {
    expect(parseReplicaNews(text)).toBeUndefined();
  });
});
