import { layoutGraph, type LayoutNode } from './layoutGraph';

const node = (id: string, ...needs: string[]): LayoutNode => ({
  id,
  needs,
  waves: [],
});

describe('layoutGraph', () => {
  it('puts each node right of all that it needs', () => {
    const { boxes } = layoutGraph([
      node('a'),
      node('b', 'a'),
      node('c', 'a'),
      node('d', 'a', 'c'),
    ]);
    const x = (id: string) => boxes.get(id)?.x ?? NaN;
    expect(x('b')).toBeGreaterThan(x('a'));
    expect(x('c')).toBe(x('b'));
    expect(x('d')).toBeGreaterThan(x('c'));
  });

  it('lets no two nodes of a column overlap', () => {
    const { boxes } = layoutGraph([{ ...node('a'), waves: [9, 2] }, node('b')]);
    const [a, b] = [boxes.get('a'), boxes.get('b')];
    expect(b!.y).toBeGreaterThanOrEqual(a!.y + a!.height);
  });

  it('gives a node with waves room for each', () => {
    const { boxes } = layoutGraph([{ ...node('a'), waves: [1, 2, 3] }]);
    expect(boxes.get('a')?.width).toBe(450);
  });

  it('draws no edge to what is not there, nor round in a circle', () => {
    const { edges, boxes } = layoutGraph([
      node('a', 'b', 'gone'),
      node('b', 'a'),
    ]);
    expect(boxes.size).toBe(2);
    expect(edges).toHaveLength(1);
  });

  it('takes no room when there is nothing', () => {
    expect(layoutGraph([])).toMatchObject({ width: 0, height: 0 });
  });
});
