import { parseMission } from '@mission-control/plugin-missions-common';
import { ParsedFiles } from './ParsedFiles';

const file = (location: string, text: string) => ({ location, text });

describe('ParsedFiles', () => {
  const parse = jest.fn(({ text, location }) =>
    parseMission(text, { source: 'test', location }),
  );
  const locations = () => parse.mock.calls.map(([{ location }]) => location);

  beforeEach(() => {
    parse.mockClear();
  });

  it('parses again only what changed, and answers in the order of the files', async () => {
    const files = new ParsedFiles();
    const [, b] = await files.parse([file('a', '1'), file('b', '2')], parse);
    parse.mockClear();
    const again = await files.parse([file('b', '2'), file('a', '3')], parse);
    expect(locations()).toEqual(['a']);
    expect(again[0]).toBe(b);
  });

  it('forgets what is gone', async () => {
    const files = new ParsedFiles();
    await files.parse([file('a', '1')], parse);
    await files.parse([], parse);
    await files.parse([file('a', '1')], parse);
    expect(locations()).toEqual(['a', 'a']);
  });

  it('lets others have a turn between files', async () => {
    const order: string[] = [];
    const parsing = new ParsedFiles().parse(
      [file('a', '1'), file('b', '2'), file('c', '3')],
      each => {
        order.push(each.location);
        return parse(each);
      },
    );
    setImmediate(() => order.push('another'));
    await parsing;
    expect(order).toEqual(['a', 'b', 'another', 'c']);
  });
});
