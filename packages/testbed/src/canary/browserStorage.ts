import type { Page } from 'playwright-core';

/** Reads, inside of a page, all that it can keep, as texts. */
const READ = `(async () => {
  const of = store => Object.entries(store).map(entry => entry.join('='));
  const asked = request => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const kept = [...of(localStorage), ...of(sessionStorage), document.cookie];
  kept.push(location.href, document.title, window.name);
  kept.push(JSON.stringify(history.state));
  for (const { name } of await indexedDB.databases()) {
    const database = await asked(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store);
      kept.push(JSON.stringify([name, store, await asked(all.getAllKeys())]));
      kept.push(JSON.stringify(await asked(all.getAll())));
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      kept.push(request.url, await (await cache.match(request)).text());
    }
  }
  return kept;
})()`;

/** Puts a value into each place that {@link browserStorage} reads. */
const FILL = `(async value => {
  localStorage.setItem('a', value);
  sessionStorage.setItem('b', value);
  document.cookie = 'c=' + encodeURIComponent(value);
  window.name = value;
  history.replaceState({ d: value }, '', location.href);
  const request = indexedDB.open('e', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('f');
  const database = await new Promise(done => {
    request.onsuccess = () => done(request.result);
  });
  const all = database.transaction('f', 'readwrite').objectStore('f');
  const put = all.put({ value }, 'key');
  await new Promise(done => { put.onsuccess = done; });
  database.close();
  const cache = await caches.open('g');
  await cache.put('/kept', new Response(value));
})`;

/** Places that {@link fillStorage} fills; the cookie is seen by the page and by the browser. */
export const PLACES = 8;

/** All that a page and its browser keep, as texts. */
export async function browserStorage(page: Page): Promise<string[]> {
  const cookies = await page.context().cookies();
  return [...(await page.evaluate<string[]>(READ)), JSON.stringify(cookies)];
}

/** Keeps a value everywhere. */
export async function fillStorage(page: Page, value: string): Promise<void> {
  await page.evaluate(`${FILL}(${JSON.stringify(value)})`);
}
