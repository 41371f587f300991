import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { setSkew } from './skewedClock';

/** More pages than SQLite takes. */
const ANY_PAGES = 1_073_741_823;

/** What can be broken in an engine's process from within. Each answers when it has begun. */
export interface Trouble {
  /** Takes every connection of its pool, for a while. */
  holdPool(options: { milliseconds: number }): Promise<void>;
  /** Its file on SQLite may not grow, for a while. */
  fillFile(options: { milliseconds: number }): Promise<void>;
  /** Its clock is wrong by this much from now on. */
  setClock(options: { skewMs: number }): Promise<void>;
}

/** Breaks the process that it is called in. */
export function createTrouble(knex: Knex): Trouble {
  const hold = async (milliseconds: number) => {
    const connection = await knex.client.acquireConnection();
    await sleep(milliseconds);
    await knex.client.releaseConnection(connection);
  };
  const limitPages = async (pages: number) => {
    await knex.raw(`PRAGMA max_page_count = ${pages}`);
  };
  return {
    async holdPool({ milliseconds }) {
      const { max } = knex.client.pool as { max: number };
      for (let each = 0; each < max; each += 1) {
        // One that cannot be had is held by somebody else, or not at all.
        void hold(milliseconds).catch(() => {});
      }
    },
    async fillFile({ milliseconds }) {
      const [{ page_count: pages }] = await knex.raw('PRAGMA page_count');
      await limitPages(pages);
      // Not to be waited for: whoever asked does.
      void sleep(milliseconds).then(() => limitPages(ANY_PAGES));
    },
    async setClock({ skewMs }) {
      setSkew(skewMs);
    },
  };
}
