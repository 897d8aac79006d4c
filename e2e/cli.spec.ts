import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createApiKey, npmRunWooey } from "./command-line";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "./fixtures";

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

// What each command does is tested in cli/client.db.test.ts.
test("the client that the server hands out gets its key by a code, and runs a script", async ({
  page,
  request,
  baseURL,
}) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-client-"));
  const client = path.join(folder, "wooey.mjs");
  fs.writeFileSync(client, await (await request.get("/cli/wooey.mjs")).body());
  const start = (...words: string[]) => {
    const child = spawn(process.execPath, [client, ...words], {
      cwd: folder,
      env: { ...process.env, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
    }
    const exitCode = new Promise<number | null>((resolve) => child.once("close", resolve));
    return { exitCode, printed: () => text };
  };
  const login = start("login", baseURL ?? "", "--name", "journey");
  await expect.poll(login.printed).toMatch(/enter this code: \S+/);
  const [, code = ""] = /enter this code: (\S+)/.exec(login.printed()) ?? [];
  await signIn(page);
  await page.goto("/device/");
  await page.getByLabel("Code").fill("BCDF GHJK");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("This code is not valid or has expired.")).toBeVisible();
  await page.getByLabel("Code").fill(code.toLowerCase().replace("-", " "));
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText(code, { exact: true })).toBeVisible();
  await expect(page.getByText(`wooey on ${os.hostname()}`)).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("The program is connected")).toBeVisible();
  expect(await login.exitCode).toBe(0);
  const run = start("run", "protein-translation", "--", "--sequence", "ATGGCC", "--output", "out.fasta");
  expect(await run.exitCode).toBe(0);
  expect(run.printed()).toContain("2 amino acids");
  expect(fs.readFileSync(path.join(folder, "out.fasta"), "utf8")).toContain("MA");
  await page.goto("/me/");
  await expect(page.getByRole("cell", { name: `wooey on ${os.hostname()}` })).toBeVisible();
  fs.rmSync(folder, { recursive: true });
});
