import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createApiKey, npmRunWooey } from "./command-line";
import { expect, test } from "./fixtures";

// What each command does and prints is tested in bin/programs/wooey.db.test.ts.
test("the command line adds a user, a key and a script to the running instance @full", async ({ request }) => {
  const name = `cli-${Date.now()}`;
  const created = await npmRunWooey("user", "create", name, "--staff", "--password", "long enough");
  expect(created.exitCode).toBe(0);
  const key = await createApiKey(name);
  expect(key).toMatch(/^\S{40,}$/);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-cli-"));
  const file = path.join(folder, "hello_there.py");
  fs.writeFileSync(file, `import argparse\nargparse.ArgumentParser(description="${name}").parse_args()\nprint("hi")\n`);
  const added = await npmRunWooey("script", "add", file, "--group", "From the command line", "--name", name);
  expect(added.stderr).toBe("");
  expect(added.exitCode).toBe(0);
  const list = await request.get("/api/scripts/v1/list/", { headers: { authorization: `Bearer ${key}` } });
  const { scripts } = await list.json();
  expect(scripts).toContainEqual(expect.objectContaining({ script_name: name, group: "From the command line" }));
  const missing = await npmRunWooey("script", "add", "/no/such/file.py");
  expect(missing).toEqual({ exitCode: 1, stdout: "", stderr: "/no/such/file.py does not exist.\n" });
  fs.rmSync(folder, { recursive: true });
});
