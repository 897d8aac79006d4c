/** The words of a command line, read from left to right. */
export class Cursor {
  private readonly words: string[];
  private index = 0;

  constructor(words: readonly string[]) {
    this.words = [...words];
  }

  get isAtEnd(): boolean {
    return this.index >= this.words.length;
  }

  /** How many words are left. */
  get remaining(): number {
    return this.words.length - this.index;
  }

  /** The next word, which stays there; undefined at the end. */
  peek(): string | undefined {
    return this.words[this.index];
  }

  /** The next word. Call it only before the end. */
  next(): string {
    const word = this.words[this.index] ?? "";
    this.index += 1;
    return word;
  }

  /** The next `count` words, fewer at the end. */
  take(count: number): string[] {
    const taken = this.words.slice(this.index, this.index + count);
    this.index += taken.length;
    return taken;
  }

  /** How many of the next words pass the test before one fails it. */
  countWhile(test: (word: string) => boolean): number {
    const rest = this.words.slice(this.index);
    const end = rest.findIndex((word) => !test(word));
    return end === -1 ? rest.length : end;
  }

  /** Puts a word in front of the next one. */
  insert(word: string): void {
    this.words.splice(this.index, 0, word);
  }
}
