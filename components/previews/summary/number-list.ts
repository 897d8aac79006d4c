import { makeRandom } from "./random";

/** Numbers in little memory: all of them up to `sizeMax`, and a sample of them beyond. */
export class NumberList {
  #values = new Float64Array(1024);
  #length = 0;
  #count = 0;
  readonly #random = makeRandom(2);

  constructor(readonly sizeMax: number) {}

  /** Whether every number that was added is in the list. */
  get isComplete(): boolean {
    return this.#count <= this.sizeMax;
  }

  add(value: number): void {
    this.#count++;
    if (this.#length === this.sizeMax) {
      const index = this.#random(this.#count);
      if (index < this.sizeMax) this.#values[index] = value;
      return;
    }
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(Math.min(this.#length * 2, this.sizeMax));
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  sorted(): Float64Array {
    return this.#values.slice(0, this.#length).sort();
  }
}

export function medianOf(sorted: Float64Array): number {
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
