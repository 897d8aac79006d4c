import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

// While several hosts are updated one after another, the old version works with the new schema. Therefore migrations
// expand the schema: they add what the old version need not know. What is no longer used is removed by a later
// version (contract), in a migration whose first line says since when nothing uses it.

const folder = path.resolve("db/migrations");
/** The first migration to which the rule applies. */
const FIRST = "0021";
const CONTRACT = /^-- contract: .{20,}/;

const expanding = [
  /^CREATE (TABLE|SCHEMA|INDEX|UNIQUE INDEX|SEQUENCE|EXTENSION)\b/i,
  /^ALTER TABLE \S+ ADD COLUMN (?!.*\bNOT NULL\b)/i,
  /^ALTER TABLE \S+ ADD COLUMN .*\bDEFAULT\b/i,
  /^ALTER TABLE \S+ ADD COLUMN .*\bGENERATED ALWAYS AS\b/i,
  /^ALTER TABLE \S+ ADD CONSTRAINT \S+ FOREIGN KEY\b/i,
  /^ALTER TABLE \S+ ALTER COLUMN \S+ (DROP NOT NULL|SET DEFAULT)\b/i,
  /^DROP INDEX\b/i,
  /^INSERT INTO\b/i,
];

/** The statements of a migration that the version before may not survive. */
function breakingStatements(text: string): string[] {
  if (CONTRACT.test(text)) return [];
  const statements = text
    .split("--> statement-breakpoint")
    .map((statement) => statement.replace(/^\s*--.*$/gm, "").trim())
    .filter(Boolean);
  return statements.filter((statement) => !expanding.some((pattern) => pattern.test(statement.replace(/\s+/g, " "))));
}

const names = fs.readdirSync(folder).filter((name) => /^\d{4}_.*\.sql$/.test(name) && name >= FIRST);

describe("migrations", () => {
  test.each(names)("the version before works with the schema of %s", (name) => {
    expect(breakingStatements(fs.readFileSync(path.join(folder, name), "utf8"))).toEqual([]);
  });

  test("the rule finds what breaks the version before", () => {
    const breaking = [
      'ALTER TABLE "jobs" DROP COLUMN "end_note";',
      'ALTER TABLE "jobs" RENAME COLUMN "a" TO "b";',
      'ALTER TABLE "jobs" ADD COLUMN "a" text NOT NULL;',
      'ALTER TABLE "jobs" ALTER COLUMN "a" SET NOT NULL;',
      'ALTER TABLE "jobs" ALTER COLUMN "a" SET DATA TYPE bigint;',
      'ALTER TABLE "jobs" ADD CONSTRAINT "x" CHECK ("a" > 0);',
      'DROP TABLE "jobs";',
    ];
    expect(breakingStatements(breaking.join("--> statement-breakpoint\n"))).toEqual(breaking);
    const adding = `ALTER TABLE "jobs" ADD COLUMN "a" text;--> statement-breakpoint\nALTER TABLE "jobs" ADD COLUMN "b" jsonb DEFAULT '[]'::jsonb NOT NULL;`;
    expect(breakingStatements(adding)).toEqual([]);
    expect(breakingStatements(`-- contract: nothing uses this column since 0.2\n${breaking[0]}`)).toEqual([]);
  });
});
