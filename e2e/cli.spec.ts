import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createApiKey, wooey } from "./command-line";
import { expect, test } from "./fixtures";

test.describe("the command line", () => {
  test("explains itself, and reports errors on stderr with an exit code", async () => {
    for (const args of [
      ["--help"],
      ["user", "create", "--help"],
      ["api-key", "create", "--help"],
      ["script", "add", "--help"],
    ]) {
      const { exitCode, stdout } = await wooey(...args);
      expect(exitCode, args.join(" ")).toBe(0);
      expect(stdout).toContain("Usage: wooey");
    }
    const unknown = await wooey("script", "add", "/no/such/file.py");
    expect(unknown.exitCode).toBe(1);
    expect(unknown.stdout).toBe("");
    expect(unknown.stderr).toContain("/no/such/file.py does not exist");
  });

  test("describes a script without a server: stdout contains only the spec", async () => {
    const { exitCode, stdout } = await wooey("script", "describe", "examples/mandelbrot.py");
    expect(exitCode).toBe(0);
    const spec = JSON.parse(stdout);
    expect(spec).toMatchObject({ schema: 1, engine: "argparse" });
    expect(spec.command.params.map((parameter: { id: string }) => parameter.id)).toContain("palette");
  });

  test("adds a user, a key and a script to the running instance", async ({ request }) => {
    const name = `cli-${Date.now()}`;
    const created = await wooey("user", "create", name, "--staff", "--password", "long enough");
    expect(created.exitCode).toBe(0);
    const key = await createApiKey(name);
    expect(key).toMatch(/^\S{40,}$/);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-cli-"));
    const file = path.join(folder, "hello_there.py");
    fs.writeFileSync(
      file,
      `import argparse\nargparse.ArgumentParser(description="${name}").parse_args()\nprint("hi")\n`,
    );
    const added = await wooey("script", "add", file, "--group", "From the command line", "--name", name);
    expect(added.stderr).toBe("");
    expect(added.exitCode).toBe(0);
    const list = await request.get("/api/scripts/v1/list/", { headers: { authorization: `Bearer ${key}` } });
    const { scripts } = await list.json();
    expect(scripts).toContainEqual(expect.objectContaining({ script_name: name, group: "From the command line" }));
    fs.rmSync(folder, { recursive: true });
  });

  test("finds what is missing on this machine", async () => {
    const { exitCode, stdout } = await wooey("doctor");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/python3/i);
    expect(stdout).toMatch(/isolation/i);
  });
});
