import type { Page } from "./api-answers";
import { ClientError } from "./exit-codes";

const PAGE = 200;
const DEFAULT_LIMIT = 50;

/** The first items of a list, as many as `--limit` asks for, over several pages. @throws ClientError for a wrong limit */
export async function collect<Item>(
  limit: string | undefined,
  fetchPage: (query: { limit: number; after?: string }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const count = limit === undefined ? DEFAULT_LIMIT : readLimit(limit);
  const items: Item[] = [];
  let after: string | null = null;
  do {
    const page: Page<Item> = await fetchPage({
      limit: Math.min(PAGE, count - items.length),
      ...(after === null ? {} : { after }),
    });
    items.push(...page.items);
    after = page.next;
  } while (after !== null && items.length < count);
  return items;
}

function readLimit(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new ClientError("input", "--limit is a number from 1.");
  return Number(text);
}
