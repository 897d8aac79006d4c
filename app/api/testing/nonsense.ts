import { hostileTexts } from "@/command-line/testing/hostile";
import { Chance } from "@/command-line/testing/random";
import { seeded } from "@/command-line/testing/seeded";

const values: unknown[] = [null, true, false, 0, 1, -1, 1.5, 1e21, 2 ** 31, [], {}, [[1]], { a: null }, ["x"]];
/** Seeded requests as nobody should send them. `names` are those of fields that some endpoint knows. */
export class Nonsense {
  readonly #chance: Chance;
  readonly #names: readonly string[];

  constructor(seed: number, names: readonly string[]) {
    this.#chance = new Chance(seeded(seed));
    this.#names = names;
  }

  of<Item>(items: readonly Item[]): Item {
    return this.#chance.of(items);
  }

  with(probability: number): boolean {
    return this.#chance.with(probability);
  }

  below(limit: number): number {
    return this.#chance.below(limit);
  }

  text(): string {
    return this.of(hostileTexts);
  }

  param(good: string): string {
    return this.with(0.6) ? good : this.text();
  }

  fields(fieldNames: readonly string[]): [string, unknown][] {
    const sent = fieldNames.filter(() => this.with(0.6)).map((name): [string, unknown] => [name, this.field()]);
    for (let more = this.below(3); more > 0; more -= 1)
      sent.push([this.with(0.5) ? this.of(this.#names) : this.text(), this.field()]);
    return sent;
  }

  field(): unknown {
    if (this.with(0.4)) return this.of(values);
    return this.with(0.3) ? "a name" : this.text();
  }

  /** A body with some of these fields, and its media type. */
  body(fieldNames: readonly string[]): { type?: string; body: BodyInit | null } {
    const fields = this.fields(fieldNames);
    const asText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)) ?? "";
    switch (this.below(8)) {
      case 0:
      case 1:
        return { type: "application/json", body: JSON.stringify(Object.fromEntries(fields)) };
      case 2:
      case 3:
        return {
          type: this.of(["application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=x"]),
          body: new URLSearchParams(fields.map(([name, value]) => [name, asText(value)])).toString(),
        };
      case 4:
      case 5:
        return this.form(fields.map(([name, value]) => [name, asText(value)]));
      case 6:
        return { type: this.of(["application/json", "text/plain", "multipart/form-data", ""]), body: this.bytes() };
      default:
        return { type: "application/json", body: this.of(["{", "[]", "null", '"x"', '{"a":', "[".repeat(5000), "﻿{}"]) };
    }
  }

  /** Multipart by hand: with names and boundaries that FormData would not write, cut off now and then. */
  form(fields: [string, string][]): { type: string; body: BodyInit } {
    const edge = "edge";
    const parts = fields.map(([name, value]) => {
      const file = this.with(0.4) ? `; filename="${this.text()}"` : "";
      const extra = this.with(0.1) ? "Content-Transfer-Encoding: base64\r\n" : "";
      return `--${edge}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n${extra}\r\n${value}\r\n`;
    });
    const full = Buffer.from(`${parts.join("")}--${edge}--\r\n`);
    const body = this.with(0.2) ? full.subarray(0, this.below(full.length)) : full;
    return { type: `multipart/form-data; boundary=${this.with(0.9) ? edge : "other"}`, body: new Uint8Array(body) };
  }

  bytes(): BodyInit {
    return new Uint8Array(Buffer.from(Array.from({ length: this.below(200) }, () => this.below(256))));
  }
}
