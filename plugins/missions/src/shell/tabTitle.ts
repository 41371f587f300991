/** What notifications put in front: how many there are. */
const COUNTER = /^\(\d+\)\s/;
/** So often is one name put back; whoever insists more than that gets the tab. */
const MOST_REPAIRS = 10;

/** What the tab is called by our pages: there is one tab for all of them. */
let told: { title: string; repairs: number } | undefined;

/** Names the tab; a counter in front stays, it counts for the whole portal. */
export function nameTab(title: string): void {
  told = { title, repairs: MOST_REPAIRS };
  write(title);
}

/**
 * Keeps the name that our pages give the tab, until it is told to stop: then
 * the tab is called `portal`, unless somebody else named it by then.
 *
 * @remarks Backstage's counter of notifications reads a title, and writes it
 * back up to 100 ms later, over the name of the page that came meanwhile.
 */
export function keepTabName(portal: string): () => void {
  const observer = new MutationObserver(() => {
    if (told && told.repairs > 0 && withoutCounter() !== told.title) {
      told.repairs -= 1;
      write(told.title);
    }
  });
  observer.observe(document.head, {
    childList: true,
    characterData: true,
    subtree: true,
  });
  return () => {
    observer.disconnect();
    if (withoutCounter() === told?.title) {
      write(portal);
    }
    told = undefined;
  };
}

function withoutCounter(): string {
  return document.title.replace(COUNTER, '');
}

function write(title: string): void {
  const [counter = ''] = COUNTER.exec(document.title) ?? [];
  document.title = `${counter}${title}`;
}
