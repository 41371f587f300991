import { jsonFault } from './jsonFault';

describe('jsonFault', () => {
  it.each([
    ['{}'],
    [' [ ] '],
    ['{"a":[1,-2.5e3,true,false,null,"x\\"\\u00e9"],"b":{}}'],
    ['5'],
  ])('finds nothing in %j, as JSON.parse', text => {
    expect(() => JSON.parse(text)).not.toThrow();
    expect(jsonFault(text)).toBeUndefined();
  });

  it.each([
    ['', '', 1, 1],
    ['{"a":}', '}', 1, 6],
    ['{"a":1,}', '}', 1, 8],
    ["{'a':1}", "'", 1, 2],
    ['{a: 1}', 'a', 1, 2],
    ['{"a" 1}', '1', 1, 6],
    ['{"a":1}}', '}', 1, 8],
    ['[1,]', ']', 1, 4],
    ['[1 2]', '2', 1, 4],
    ['{"a":1]', ']', 1, 7],
    ['{"a":01}', '01', 1, 6],
    ['{"a":True}', 'True', 1, 6],
    ['{\n  "a": 1\n  "b": 2\n}', '"', 3, 3],
    ['{\n  "a": "x', '"', 2, 8],
    ['{\n  "a": 1', '', 2, 9],
    ['{"a":"x\ty"}', '"', 1, 6],
    ['{"a":😀}', '😀', 1, 6],
  ])('names the place in %j, where JSON.parse throws', (...given) => {
    const [text, found, line, column] = given;
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(jsonFault(text)).toEqual({ found, line, column });
  });

  it('reads a text of millions of characters', () => {
    const long = 'x\\n😀'.repeat(1_000_000);
    expect(jsonFault(`{"a":"${long}"}`)).toBeUndefined();
    expect(jsonFault(`{"a":"${long}`)).toMatchObject({ column: 6 });
  });

  it('reads what is nested deeper than a call stack', () => {
    const deep = '['.repeat(200_000);
    expect(jsonFault(deep)).toEqual({ found: '', line: 1, column: 200_001 });
  });
});
