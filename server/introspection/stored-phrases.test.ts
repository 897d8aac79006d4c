import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { storedPhrases } from "./stored-phrases";

test("each sentence is one that a source says", () => {
  const rooms = [import.meta.dirname, path.resolve(import.meta.dirname, "../runner")];
  const files = rooms.flatMap((room) =>
    fs
      .readdirSync(room, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(py|ts)$/.test(name) && !name.includes("stored-phrases") && !name.startsWith("corpus"))
      .map((name) => path.join(room, name)),
  );
  const sources = files.map((name) => fs.readFileSync(name, "utf8").replaceAll('\\"', '"')).join("\n");
  expect([...storedPhrases].filter((sentence) => !sources.includes(sentence))).toEqual([]);
});
