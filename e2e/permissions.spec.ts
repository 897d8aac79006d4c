import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { askAs, readActionIds } from "./permissions/ask";
import type { Objects } from "./permissions/objects";
import { keys, people, type Role, telling } from "./permissions/roles";
import type { Row } from "./permissions/row";
import { permissions } from "./permissions/table";

// Everything is asked as everybody, and every answer is compared with the table of permissions.

const isFull = process.env.WOOEY_TEST_FULL === "true";

/** Rows that change something are asked in their order; of several at a time, each is about other objects. */
const AT_A_TIME = 8;

let objects: Objects;
test.beforeAll(async () => {
  const program = ["--conditions=react-server", "--import", "tsx", "e2e/permissions/make-objects.ts"];
  const env = { ...process.env, WOOEY_DATA_DIR: ".e2e/data" };
  const { stdout } = await promisify(execFile)(process.execPath, program, { env });
  objects = JSON.parse(stdout) as Objects; // the program prints them
});

/**
 * The roles that can matter to a row; each of the others would only repeat one of them. The browser that has submitted
 * jobs matters to these jobs. Another browser matters to jobs and routes: elsewhere it is a visitor. Keys matter to routes,
 * except to the jobs of a browser, which have no owner with keys. Pages and actions ignore keys, and one on jobs shows it.
 */
function rolesOf(row: Row): readonly Role[] {
  const roles = allRolesOf(row);
  return isFull ? roles : roles.filter((role) => telling.includes(role));
}

function allRolesOf({ export: name, object }: Row): readonly Role[] {
  if (/\bjob\b.* of a browser/.test(object)) return people;
  const others = people.filter((person) => person !== "own browser");
  const isRoute = name === name.toUpperCase();
  if (isRoute) return [...others, ...keys];
  if (/\bjob\b/.test(object)) return [...others, "staff manage key"];
  return others.filter((person) => person !== "other browser");
}

test("Every action of the build has a row", () => {
  const rows = permissions.Actions.map((row) => `${row.file} ${row.export}`);
  expect([...readActionIds().keys()].filter((name) => !rows.includes(name))).toEqual([]);
});

test("Routes answer other methods with 405", async ({ baseURL }) => {
  const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
  const files = new Map(permissions.Routes.map((row) => [row.file, row]));
  for (const [file, row] of files) {
    const accepted = permissions.Routes.filter((each) => each.file === file).map((each) => each.export);
    const { path } = row.request(objects, "administrator");
    for (const method of methods.filter((each) => !accepted.includes(each))) {
      const headers = { ...objects.headers.administrator, origin: new URL(baseURL ?? "").origin };
      const response = await fetch(new URL(path, baseURL), { method, headers });
      expect(response.status, `${method} ${path}`).toBe(405);
    }
  }
});

for (const [title, rows] of Object.entries(permissions)) {
  test(`${title} answer every role as the table says`, async ({ baseURL }) => {
    test.setTimeout(180_000);
    const origin = new URL(baseURL ?? "").origin;
    const actionIds = readActionIds();
    const seen: string[] = [];
    const expected: string[] = [];
    const waiting = [...rows];
    const ask = async () => {
      for (let row = waiting.shift(); row; row = waiting.shift()) {
        for (const role of rolesOf(row)) {
          const answer = await askAs(role, row, { origin, objects, actionIds });
          const isYes = row.answers[role] === "yes" && row.isAboutNothing && answer === "hidden";
          const name = `${row.export} ${row.file} (${row.object}), ${role}:`;
          seen.push(`${name} ${isYes ? "yes" : answer}`);
          expected.push(`${name} ${row.answers[role]}`);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, ask));
    expect(seen.filter((line, n) => line !== expected[n])).toEqual(expected.filter((line, n) => line !== seen[n]));
  });
}
