import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { env } from "@/server/env";
import { authSecret, secretFor } from "./secret";

test("authSecret creates one secret that only the owner can read, and keeps it", () => {
  const secret = authSecret();
  const file = path.join(env().WOOEY_DATA_DIR, "auth-secret");
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(fs.readFileSync(file, "utf8")).toBe(secret);
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(authSecret()).toBe(secret);
  expect(fs.readdirSync(path.dirname(file)).filter((name) => name.startsWith("auth-secret"))).toEqual(["auth-secret"]);
  expect(secretFor("one")).not.toBe(secretFor("two"));
});
