import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { permissions } from "@/e2e/permissions/table";
import { projectRoot } from "@/server/root";
import { describePermissions } from "./permissions";

const app = path.join(projectRoot(), "app");
const files = fs.readdirSync(app, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));
const sourceOf = (file: string) => fs.readFileSync(path.join(app, file), "utf8");
const namesIn = (source: string, pattern: RegExp) => [...source.matchAll(pattern)].map((match) => match[1] ?? "");

/** The pages, the methods that routes accept (in `allow` or exported by name), and the actions, as the table names them. */
const found = {
  Pages: files.filter((file) => /(^|\/)page\.tsx$/.test(file)).map((file) => `${file} page`),
  Routes: files
    .filter((file) => /(^|\/)route\.tsx?$/.test(file))
    .flatMap((file) => {
      const methods = namesIn(sourceOf(file), /^(?: {2}|export const |export (?:async )?function )([A-Z]{3,7})\b/gm);
      if (methods.length === 0) throw new Error(`No method was found in app/${file}.`);
      return methods.map((method) => `${file} ${method}`);
    }),
  Actions: files
    .filter((file) => /^"use server";/m.test(sourceOf(file)))
    .flatMap((file) =>
      namesIn(sourceOf(file), /^export (?:const|async function|function) (\w+)/gm).map((name) => `${file} ${name}`),
    ),
};

describe.each(["Pages", "Routes", "Actions"] as const)("the table of permissions, %s", (section) => {
  const rows = permissions[section].map((row) => `${row.file} ${row.export}`);

  test("has a row for each one", () => {
    expect(found[section].length).toBeGreaterThan(0);
    expect(found[section].filter((name) => !rows.includes(name))).toEqual([]);
  });

  test("has no row for one that does not exist", () => {
    expect(rows.filter((name) => !found[section].includes(name))).toEqual([]);
  });

  test("has one row for each object", () => {
    const all = permissions[section].map(({ file, export: name, object }) => `${file} ${name} ${object}`);
    expect(all.filter((row, n) => all.indexOf(row) !== n)).toEqual([]);
  });
});

test("no other file of the app has actions or re-exports them", () => {
  const others = files.filter((file) => !/(^|\/)actions\.tsx?$/.test(file));
  expect(others.filter((file) => /^\s*["']use server["']/m.test(sourceOf(file)))).toEqual([]);
  expect(found.Actions.filter((name) => !/(^|\/)actions\.tsx? /.test(name))).toEqual([]);
});

test("docs/security/permissions.md is up to date: run npm run permissions", () => {
  const document = path.join(projectRoot(), "docs", "security", "permissions.md");
  expect(fs.readFileSync(document, "utf8")).toBe(describePermissions());
});
