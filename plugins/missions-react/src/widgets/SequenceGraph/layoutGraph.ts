// Pixels. What has a height here has the same in the style sheet.
const NODE_WIDTH = 280;
/** A node is at least as wide as its waves beside each other. */
const WAVE_WIDTH = 150;
const HEAD_HEIGHT = 66;
const WAVE_HEAD_HEIGHT = 34;
const ITEM_HEIGHT = 22;
const COLUMN_GAP = 56;
const ROW_GAP = 20;
/** Targets of a wave beyond this many are counted in words. */
export const MAX_ITEMS = 6;

/** What the layout needs to know about a node. */
export interface LayoutNode {
  readonly id: string;
  readonly needs: readonly string[];
  /** How many targets each wave has. */
  readonly waves: readonly number[];
}

/** Where a node is, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything of a graph is. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Box>;
  /** Pairs of nodes, the needed one first. */
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/**
 * Places nodes in columns from left to right: each right of all that it needs,
 * columns centred. A need that is not in the graph, or that goes round in a
 * circle, has no edge.
 */
export function layoutGraph(nodes: readonly LayoutNode[]): GraphLayout {
  const depths = depthsOf(nodes);
  const columns: LayoutNode[][] = [];
  for (const node of nodes) {
    (columns[depths.get(node.id) ?? 0] ??= []).push(node);
  }
  const heights = columns.map(column =>
    column.reduce((sum, node) => sum + heightOf(node) + ROW_GAP, -ROW_GAP),
  );
  const height = Math.max(0, ...heights);
  const boxes = new Map<string, Box>();
  let x = 0;
  columns.forEach((column, index) => {
    let y = (height - heights[index]) / 2;
    for (const node of column) {
      boxes.set(node.id, {
        x,
        y,
        width: widthOf(node),
        height: heightOf(node),
      });
      y += heightOf(node) + ROW_GAP;
    }
    x += Math.max(...column.map(widthOf)) + COLUMN_GAP;
  });
  const edges = nodes.flatMap(node =>
    node.needs
      .filter(
        need => (depths.get(need) ?? Infinity) < (depths.get(node.id) ?? 0),
      )
      .map(need => ({ from: need, to: node.id })),
  );
  return { width: Math.max(0, x - COLUMN_GAP), height, boxes, edges };
}

function widthOf({ waves }: LayoutNode): number {
  return Math.max(NODE_WIDTH, waves.length * WAVE_WIDTH);
}

function heightOf({ waves }: LayoutNode): number {
  const most = Math.max(0, ...waves);
  const rows = Math.min(most, MAX_ITEMS) + (most > MAX_ITEMS ? 1 : 0);
  return HEAD_HEIGHT + (rows > 0 ? WAVE_HEAD_HEIGHT + rows * ITEM_HEIGHT : 0);
}

/** The longest way to each node; a node on a circle starts where it is met. */
function depthsOf(nodes: readonly LayoutNode[]): Map<string, number> {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const depths = new Map<string, number>();
  const visit = (id: string, onWay: ReadonlySet<string>): number => {
    const known = depths.get(id);
    const node = byId.get(id);
    if (known !== undefined || !node || onWay.has(id)) {
      return known ?? -1;
    }
    const way = new Set([...onWay, id]);
    const depth = Math.max(-1, ...node.needs.map(need => visit(need, way))) + 1;
    depths.set(id, depth);
    return depth;
  };
  nodes.forEach(({ id }) => visit(id, new Set()));
  return depths;
}
