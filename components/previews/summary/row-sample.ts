import { makeRandom } from "./random";

/** How many rows a plot shows. */
export const SAMPLE_ROWS = 5_000;

/** A sample of rows in which each row has the same chance (reservoir sampling), in the order of the table. */
export class RowSample<Item> {
  readonly #random = makeRandom();
  readonly #kept: { index: number; item: Item }[] = [];
  #count = 0;

  constructor(readonly size = SAMPLE_ROWS) {}

  add(item: Item): void {
    const index = this.#count++;
    if (index < this.size) {
      this.#kept.push({ index, item });
      return;
    }
    const replaced = this.#random(index + 1);
    if (replaced < this.size) this.#kept[replaced] = { index, item };
  }

  items(): Item[] {
    return this.#kept.toSorted((a, b) => a.index - b.index).map(({ item }) => item);
  }
}
