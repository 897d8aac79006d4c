import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { actorOf, aJob, anApiKey, aScript, aUser } from "@/db/testing/factories";
import { bundleIfStale } from "../build/bundle.mjs";
import { spawnWooey, wooey } from "./testing/wooey";

// The real program, on this file's own database. One command of each kind runs in a separate process, which shows that
// it ends, and with which exit code.
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-cli-"));

beforeAll(async () => {
  fs.chmodSync(folder, 0o755);
  await bundleIfStale();
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function script(name: string, text: string): string {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  return file;
}

const good = (description: string) =>
  `import argparse\nparser = argparse.ArgumentParser(description="${description}")\nparser.add_argument("--who")\nparser.parse_args()\n`;

describe("wooey", () => {
  test("--help everywhere: exit code 0, on stdout", async () => {
    expect(await spawnWooey(["--help"])).toEqual(await wooey("--help"));
    for (const args of [
      [],
      ["user"],
      ["user", "create"],
      ["user", "password"],
      ["user", "sign-out"],
      ["api-key", "create"],
      ["api-key", "list"],
      ["api-key", "disable"],
      ["script", "add"],
      ["script", "describe"],
      ["job", "stop"],
      ["storage"],
      ["storage", "move"],
      ["backup"],
      ["backup", "check"],
      ["restore"],
      ["accept-host"],
      ["doctor"],
    ]) {
      const { exitCode, stdout, stderr } = await wooey(...args, "--help");
      expect({ args, exitCode, stderr }).toEqual({ args, exitCode: 0, stderr: "" });
      expect(stdout).toContain("Usage: wooey");
    }
  });

  test("backup and check while the instance is there; a restore into it is refused", async () => {
    const backups = path.join(folder, "backups");
    await aUser();
    const made = await wooey("backup", backups, "--with-secret");
    expect(made).toMatchObject({ exitCode: 0, stderr: "" });
    expect(made.stdout).toMatch(/^backup-\d{8}T\d{6}Z: \d+ rows; \d+ files copied, 0 were there already\.\n$/);
    const checked = await wooey("backup", "check", backups);
    expect(checked.stdout).toMatch(/^backup-\d{8}T\d{6}Z of .*: \d+ rows and \d+ files: complete\.\n$/);
    expect(await wooey("restore", backups)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("This instance has data of its own."),
    });
    expect(await wooey("restore", path.join(folder, "nowhere"))).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("There is no backup in"),
    });
    const [name = ""] = fs.readdirSync(path.join(backups, "texts"));
    const manifest = JSON.parse(fs.readFileSync(path.join(backups, "texts", name), "utf8"));
    fs.rmSync(path.join(backups, manifest.contents.list.sha256.slice(0, 2)), { recursive: true });
    expect(await wooey("backup", "check", backups)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(`${manifest.contents.list.sha256} is missing.`),
    });
  });

  test("storage is moved to a bucket or the disk, and nowhere else", async () => {
    expect(await wooey("storage", "move", "elsewhere")).toMatchObject({
      exitCode: 1,
      stderr: "Name a bucket, such as s3://bucket/prefix, or disk.\n",
    });
    expect(await wooey("storage", "move", "disk")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("are in"),
    });
  });

  test("used wrongly: exit code 2, on stderr", async () => {
    expect(await spawnWooey(["nonsense"])).toEqual(await wooey("nonsense"));
    for (const args of [
      [],
      ["nonsense"],
      ["user", "create"],
      ["api-key", "create", "--user", "x"],
      ["doctor", "--fast"],
    ]) {
      const { exitCode, stdout, stderr } = await wooey(...args);
      expect({ args, exitCode, stdout }).toEqual({ args, exitCode: 2, stdout: "" });
      expect(stderr).not.toBe("");
    }
  });
});

describe("wooey user and api-key", () => {
  test("make people and keys, with the secrets printed once", async () => {
    const random = await spawnWooey(["user", "create", "Ada"]);
    expect(random.stdout).toMatch(
      /^Created ada with the password \S{16} \(shown only this once; it has to be changed .*\)\.\n$/,
    );
    expect(await wooey("user", "create", "grace", "--administrator", "--password", "correct horse battery")).toEqual({
      exitCode: 0,
      stdout: "Created grace.\n",
      stderr: "",
    });
    const key = await wooey("api-key", "create", "--user", "ADA", "--name", "laptop");
    expect(key).toEqual({ exitCode: 0, stdout: expect.stringMatching(/^wooey_[\w-]{43}\n$/), stderr: "" });
  });

  test("make limited keys, list them and disable one", async () => {
    const owner = (await aUser()).username;
    const { slug, name } = await aScript();
    const limits = ["--days", "none", "--scope", "read", "run", "--script", slug];
    expect((await wooey("api-key", "create", "--user", owner, "--name", "ci", ...limits)).exitCode).toBe(0);
    const { stdout } = await wooey("api-key", "list", "--user", owner);
    const [id, ...rest] = stdout.trimEnd().split("\t");
    expect(rest).toEqual([
      owner,
      expect.stringMatching(/^wooey_.{4}…$/),
      "ci",
      `read+run for ${name}`,
      "never expires",
      "never used",
    ]);
    expect((await wooey("api-key", "disable", String(id))).stdout).toBe(`Disabled the key ${id} (ci).\n`);
    expect((await wooey("api-key", "list", "--user", owner)).stdout).toContain("\tdisabled\t");
    const wrong = await wooey("api-key", "create", "--user", owner, "--name", "x", "--scope", "all");
    expect(wrong).toEqual({ exitCode: 1, stdout: "", stderr: "scope.0: must be read, run, manage\n" });
    const unknown = await wooey("api-key", "create", "--user", owner, "--name", "x", "--script", "none-such");
    expect(unknown.stderr).toBe("There is no script none-such.\n");
  });

  test("sign a person out, or everyone", async () => {
    const [one, other] = [await aUser(), await aUser()];
    await Promise.all([actorOf(one), actorOf(other)]);
    const open = () => pg`select user_id from sessions where ended_at is null and user_id in ${pg([one.id, other.id])}`;
    expect((await wooey("user", "sign-out", one.username)).stdout).toBe(`${one.username} is signed out.\n`);
    expect(await open()).toEqual([{ user_id: other.id }]);
    expect((await wooey("user", "sign-out")).stderr).toBe("Name one person, or use --all.\n");
    expect((await wooey("user", "sign-out", "--all")).stdout).toBe("Everyone is signed out.\n");
    expect(await open()).toEqual([]);
  });

  test("set a new password, printed once unless given", async () => {
    const user = await aUser();
    await anApiKey({ userId: user.id });
    const made = await wooey("user", "password", user.username, "--disable-keys");
    expect(made.stdout).toMatch(
      /^Changed the password of \S+\. It is \S{16} \(shown only this once; it has to be changed .*\)\.\n$/,
    );
    const [key] = await pg`select is_active from api_keys where user_id = ${user.id}`;
    expect(key?.is_active).toBe(false);
    const chosen = await wooey("user", "password", user.username, "--password", "correct horse battery");
    expect(chosen.stdout).toBe(`Changed the password of ${user.username}.\n`);
    expect((await wooey("user", "password", "nobody")).stderr).toBe("There is no user named nobody.\n");
  });

  test("say in one sentence what is wrong", async () => {
    const taken = await wooey("user", "create", "ADA", "--password", "correct horse battery");
    expect(taken).toEqual({ exitCode: 1, stdout: "", stderr: "A user with that username already exists.\n" });
    const short = await wooey("user", "create", "new", "--password", "short");
    expect(short.stderr).toBe("password: The password must have at least 8 characters.\n");
    const frequent = await wooey("user", "create", "new", "--password", "qwertyuiop");
    expect(frequent.stderr).toMatch(/^Many people use this password.*\n$/);
    const nobody = await wooey("api-key", "create", "--user", "nobody", "--name", "x");
    expect(nobody).toEqual({ exitCode: 1, stdout: "", stderr: "There is no user named nobody.\n" });
  });
});

describe("wooey job", () => {
  test("stop ends a job that waits, and asks one that runs to end", async () => {
    const [waiting, running] = [await aJob({ status: "queued" }), await aJob({ status: "running" })];
    expect(await wooey("job", "stop", String(waiting.id))).toEqual({
      exitCode: 0,
      stdout: "The job is stopped.\n",
      stderr: "",
    });
    const link = `http://127.0.0.1:3000/jobs/${running.uuid}/`;
    expect((await wooey("job", "stop", link, "--kill")).stdout).toBe("The job is being stopped.\n");
    const [row] = await pg`select stop_requested_at is not null and kill_requested as asked from jobs
      where id = ${running.id}`;
    expect(row).toEqual({ asked: true });
  });

  test("stop says which job it does not find", async () => {
    expect((await wooey("job", "stop", "2000000000")).stderr).toBe("Job not found.\n");
    expect((await wooey("job", "stop", "x")).stderr).toBe("x is not the number, uuid or permalink of a job.\n");
  });
});

describe("wooey script", () => {
  test("add takes a folder's scripts, a new version, and leaves what is there", async () => {
    script("tools/one.py", good("one"));
    script("tools/two.py", good("two"));
    script("tools/__init__.py", "");
    script("tools/notes.txt", "");
    const first = await spawnWooey(["script", "add", path.join(folder, "tools"), "--group", "Tools"]);
    expect(first.stderr).toBe("");
    expect(first.stdout.replaceAll(folder, "")).toBe(
      "/tools/one.py: added as v1.1 of /scripts/one/\n/tools/two.py: added as v1.1 of /scripts/two/\n",
    );
    script("tools/two.py", good("two again"));
    const second = await wooey("script", "add", path.join(folder, "tools"), "--group", "Tools");
    expect(second.stdout.replaceAll(folder, "")).toBe(
      "/tools/one.py: this version already exists\n/tools/two.py: added as v1.2 of /scripts/two/\n",
    );
  });

  test("add says which file cannot be read, and adds the others", async () => {
    const broken = script("mixed/broken.py", "def oops(\n");
    script("mixed/works.py", good("works"));
    const { exitCode, stdout, stderr } = await spawnWooey(["script", "add", path.join(folder, "mixed")]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("works.py: added as v1.1 of /scripts/works/");
    expect(stderr.startsWith(`${broken}: `)).toBe(true);
  });

  test("add refuses a path that is not there and one name for several, and adds nothing", async () => {
    const there = script("alone/there.py", good("there"));
    const missing = await wooey("script", "add", there, "/no/such/file.py");
    expect(missing).toEqual({ exitCode: 1, stdout: "", stderr: "/no/such/file.py does not exist.\n" });
    const renamed = await wooey("script", "add", there, there, "--name", "x");
    expect(renamed.stderr).toBe("--name works with one script, but 2 were given.\n");
    expect((await wooey("script", "add", there, "--name", "Named")).stdout).toContain("v1.1 of /scripts/named/");
  });

  test("describe prints the spec alone, and leaves no database behind", async () => {
    const { exitCode, stdout, stderr } = await spawnWooey([
      "script",
      "describe",
      script("d/described.py", good("told")),
    ]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 1, engine: "argparse", command: { description: "told" } });
    const broken = await wooey("script", "describe", script("d/broken.py", "def oops(\n"));
    expect([broken.exitCode, broken.stdout]).toEqual([1, ""]);
    expect(broken.stderr).toContain("broken.py: ");
  });

  test("a form file beside a script of any language says what its form is", async () => {
    const form = "params:\n  - { name: word, help: What to say. }\n  - { flags: --loud, type: flag }\n";
    const echo = script("other/say.sh", "#!/bin/sh\necho $1\n");
    script("other/say.sh.form.yaml", form);
    script("other/count.pl", "print 1;\n");
    script("other/count.form.yaml", "params:\n  - { name: from, type: colour }\n");
    script("other/README.md", "");
    const described = await wooey("script", "describe", echo);
    expect(JSON.parse(described.stdout)).toMatchObject({ method: "declared", command: { params: [{}, {}] } });
    const { exitCode, stdout, stderr } = await wooey("script", "add", path.join(folder, "other"));
    expect(exitCode).toBe(1);
    expect(stdout.replaceAll(folder, "")).toBe("/other/say.sh: added as v1.1 of /scripts/say/\n");
    expect(stderr).toContain("count.pl: The form file is not understood at params.0.type");
  });

  test("describe --report tells in sentences, without a path of this machine", async () => {
    const fine = await wooey("script", "describe", "--report", script("r/fine.py", good("told")));
    expect(fine.stdout).toBe("✓ 1 parameter found in argparse.\nThe form has 1 field.\n");
    const broken = await wooey("script", "describe", "--report", script("r/broken.py", "import os\ndef oops(\n"));
    expect(broken).toMatchObject({ exitCode: 1, stderr: "", stdout: expect.stringMatching(/^✗ Line 2: /) });
    expect(broken.stdout).not.toMatch(/Traceback|\/tmp|\/work|\/root/);
  });
});

describe("wooey migrate", () => {
  test("starts the embedded database of the data folder for the time of the command", async () => {
    const settings = { DATABASE_URL: "", WOOEY_DATA_DIR: path.join(folder, "data") };
    const { exitCode, stdout, stderr } = await spawnWooey(["migrate"], settings);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: "The database schema is up to date.\n",
      stderr: "",
    });
    expect(fs.existsSync(path.join(folder, "data/postgres/pg18/PG_VERSION"))).toBe(true);
    expect(fs.existsSync(path.join(folder, "data/postgres/pg18/postmaster.pid"))).toBe(false);
  });

  test("says in one sentence that a database does not answer", async () => {
    const { exitCode, stderr } = await spawnWooey(["migrate"], { DATABASE_URL: "postgres://x:y@127.0.0.1:1/z" });
    expect(exitCode).toBe(1);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

describe("wooey doctor", () => {
  test("names what there is, with exit code 0 where Wooey can run", async () => {
    const { exitCode, stdout } = await wooey("doctor");
    expect(exitCode).toBe(0);
    for (const word of [/Node\.js/, /python3/, /isolation/, /limit/, /Data folder/, /Wooey can run here/])
      expect(stdout).toMatch(word);
  });

  test("names what is missing and how to get it, with exit code 1", async () => {
    const settings = {
      WOOEY_PYTHON: "/no/python",
      DATABASE_URL: "postgres://x:y@127.0.0.1:1/z",
      WOOEY_TYPO: "1",
      WOOEY_DATA_DIR: "/proc/wooey",
    };
    const { exitCode, stdout } = await spawnWooey(["doctor"], settings);
    expect(exitCode).toBe(1);
    for (const word of [
      /✗ The database does not respond/,
      /✗ python3/,
      /! Unknown setting: WOOEY_TYPO/,
      /cannot run here yet/,
    ])
      expect(stdout).toMatch(word);
  });
});
