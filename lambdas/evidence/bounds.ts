/** Bounds of what one increment takes: a function has its time and memory, and whoever made a million records is no reason to write none. */
import type { Gathered } from './ports';

/** Items of a section. */
export const mostItems = 5_000;

/** Pages that are read of a source. */
export const mostPages = 500;

/** All items of a paged source, up to the bounds; what is left out is said. */
export async function allOf<Page, T>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly T[],
  most: { readonly items: number; readonly pages: number } = { items: mostItems, pages: mostPages },
): Promise<Gathered<T>> {
  const items: T[] = [];
  let read = 0;
  let over = 0;
  for await (const page of pages) {
    if (read === most.pages) return { items, left: `what follows ${most.pages} pages: not read` };
    read += 1;
    const more = itemsOf(page);
    const room = Math.max(0, most.items - items.length);
    items.push(...more.slice(0, room));
    over += Math.max(0, more.length - room);
  }
  return over === 0 ? { items } : { items, left: `${over} more` };
}
