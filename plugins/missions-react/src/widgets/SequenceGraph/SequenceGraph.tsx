import { useMemo } from 'react';
import { Link } from '@backstage/ui';
import type { Tone } from '../../state';
import { useText } from '../../text';
import { StatusIcon, StatusMark } from '../StatusMark';
import { layoutGraph, MAX_ITEMS, type Box } from './layoutGraph';
import '../../tokens.css';
import styles from './SequenceGraph.module.css';

/** Of what has not begun, or was cancelled. */
const unbegun: readonly Tone[] = ['idle', 'cancelled'];

/** One cluster of a wave. @public */
export interface GraphItem {
  id: string;
  tone: Tone;
  /** The word of its state. */
  word: string;
  /** What is going on: `2 of 3`. */
  detail?: string;
}

/** Targets of a node that go together. @public */
export interface GraphWave {
  title: string;
  items: readonly GraphItem[];
}

/** One mission of a {@link SequenceGraph}. @public */
export interface GraphNode {
  id: string;
  title: string;
  tone: Tone;
  /** The word of its state. */
  word: string;
  /** What is going on, or what it waits for. */
  detail?: string;
  /** The run, once there is one. */
  href?: string;
  /** Ids of the nodes that are done before it begins. */
  needs: readonly string[];
  waves?: readonly GraphWave[];
}

/** Props of {@link SequenceGraph}. @public */
export interface SequenceGraphProps {
  nodes: readonly GraphNode[];
  /** What the graph is of, for screen readers. */
  label: string;
}

/**
 * Missions that follow each other, with the waves that move through them. It is
 * a list in the order of its steps; where there is room it is drawn as a graph.
 * @public
 */
export const SequenceGraph = ({ nodes, label }: SequenceGraphProps) => {
  const t = useText();
  const layout = useMemo(
    () =>
      layoutGraph(
        nodes.map(({ id, needs, waves = [] }) => ({
          id,
          needs,
          waves: waves.map(({ items }) => items.length),
        })),
      ),
    [nodes],
  );
  const titles = new Map(nodes.map(({ id, title }) => [id, title]));
  const begun = new Set(
    nodes.filter(({ tone }) => !unbegun.includes(tone)).map(({ id }) => id),
  );
  return (
    <div
      className={styles.scroll}
      role="group"
      aria-label={label}
      // A scrolled region must be reachable by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <div
        className={styles.sheet}
        style={{ width: layout.width, height: layout.height }}
      >
        <svg
          className={styles.edges}
          width={layout.width}
          height={layout.height}
          aria-hidden="true"
        >
          {layout.edges.map(({ from, to }) => (
            <Edge
              key={`${from} ${to}`}
              from={layout.boxes.get(from)!}
              to={layout.boxes.get(to)!}
              begun={begun.has(to)}
            />
          ))}
        </svg>
        <ol className={styles.nodes}>
          {nodes.map(node => (
            <Node
              key={node.id}
              node={node}
              box={layout.boxes.get(node.id)!}
              after={node.needs
                .flatMap(id => titles.get(id) ?? [])
                .map(title => t('graph.after', { title }))
                .join(', ')}
            />
          ))}
        </ol>
      </div>
    </div>
  );
};

/** From the middle of a node's right side to the middle of the next one's left. */
function Edge(props: { from: Box; to: Box; begun: boolean }) {
  const { from, to, begun } = props;
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x - 3, to.y + to.height / 2];
  const bend = Math.max(24, (x2 - x1) / 2);
  return (
    <g className={styles.edge} data-begun={begun || undefined}>
      <path
        d={`M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
      />
      <path
        className={styles.arrow}
        d={`M${x2 - 6} ${y2 - 5} L${x2} ${y2} L${x2 - 6} ${y2 + 5}`}
      />
    </g>
  );
}

function Node(props: { node: GraphNode; box: Box; after: string }) {
  const { node, box, after } = props;
  const { title, tone, word, detail, href, waves = [] } = node;
  return (
    <li
      className={styles.node}
      data-mc-tone={tone}
      style={{
        left: box.x,
        top: box.y,
        width: box.width,
        minHeight: box.height,
      }}
    >
      <div className={styles.title}>
        <StatusIcon tone={tone} />
        {href ? (
          <Link href={href} weight="bold" standalone title={title}>
            {title}
          </Link>
        ) : (
          <span title={title}>{title}</span>
        )}
      </div>
      <p className={styles.detail}>
        {word}
        {detail && `, ${detail}`}
        {after && <span className={styles.after}>{after}</span>}
      </p>
      {waves.length > 0 && (
        <div className={styles.waves}>
          {waves.map(wave => (
            <Wave key={wave.title} wave={wave} />
          ))}
        </div>
      )}
    </li>
  );
}

function Wave({ wave: { title, items } }: { wave: GraphWave }) {
  const t = useText();
  const hidden = items.length - MAX_ITEMS;
  return (
    <div className={styles.wave}>
      <p className={styles.waveTitle}>{title}</p>
      <ul className={styles.items}>
        {items.slice(0, MAX_ITEMS).map(({ id, tone, word, detail }) => (
          <li key={id} className={styles.item} title={`${id}: ${word}`}>
            <StatusMark tone={tone} iconOnly>
              {word}
            </StatusMark>
            <code>{id}</code>
            {detail && <span>{detail}</span>}
          </li>
        ))}
        {hidden > 0 && (
          <li className={styles.item}>
            {t('graph.more', { number: String(hidden) })}
          </li>
        )}
      </ul>
    </div>
  );
}
