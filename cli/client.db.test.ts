import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLIENT, clientOptions } from "@/bin/build/bundle.mjs";
import { describeHere } from "@/bin/programs/describe-here";
import { makeApiServer } from "@/bin/web/testing/api-server";
import { listening } from "@/bin/web/testing/listening";
import { db } from "@/db/client";
import { jobs } from "@/db/schema/jobs";
import { aJob, aJobFile, aStaffUser, aStoredFile, aUser } from "@/db/testing/factories";
import { createApiKeyFor } from "@/server/api-keys/create";
import { systemActor } from "@/server/auth/actor";
import { childEnvironment } from "@/server/env";
import { aRunningWorker, processesNaming, stopWorkers, until } from "@/server/runner/testing/running";
import { pythonAt } from "@/server/sandbox/level";
import { addScript } from "@/server/scripts/add";
import { APART_BYTES_MIN } from "./upload";

// The client as people run it: a process of its own, against the routes of API v2 and a worker. Each run of a script is
// compared with the script itself.

const origin = listening(makeApiServer());
const home = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-client-"));
let person: Awaited<ReturnType<typeof aUser>>;
let key = "";

interface Ended {
  exitCode: number | null;
  stdout: Buffer;
  stderr: Buffer;
}

interface Start {
  folder?: string;
  /** Null leaves standard input open. */
  stdin?: string | Buffer | null;
  env?: Record<string, string>;
}

function start(program: string, words: string[], { folder = home, stdin = "", env = {} }: Start) {
  const child = spawn(program, words, {
    cwd: folder,
    env: childEnvironment({
      XDG_CONFIG_HOME: path.join(home, "config"),
      XDG_CACHE_HOME: path.join(home, "cache"),
      ...env,
    }),
  });
  if (stdin !== null) child.stdin.on("error", () => undefined).end(stdin);
  return { child, ended: endOf(child) };
}

function endOf(child: ChildProcess): Promise<Ended> {
  const printed = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  for (const name of ["stdout", "stderr"] as const)
    child[name]?.on("data", (chunk: Buffer) => printed[name].push(chunk));
  return new Promise((resolve) =>
    child.once("close", (exitCode) =>
      resolve({ exitCode, stdout: Buffer.concat(printed.stdout), stderr: Buffer.concat(printed.stderr) }),
    ),
  );
}

const startClient = (words: string[], options: Start = {}) => start(process.execPath, [CLIENT, ...words], options);

/** What a client command prints, as text. */
async function wooey(words: string[], options: Start = {}) {
  const { exitCode, stdout, stderr } = await startClient(words, options).ended;
  return { exitCode, stdout: stdout.toString(), stderr: stderr.toString() };
}

const folderWith = (files: Record<string, string | Buffer> = {}) => {
  const folder = fs.mkdtempSync(path.join(home, "work-"));
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
  return folder;
};

const filesIn = (folder: string) =>
  Object.fromEntries(
    fs
      .readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => fs.statSync(path.join(folder, name)).isFile())
      .sort()
      .map((name) => [name, fs.readFileSync(path.join(folder, name))]),
  );

const added = new Map<string, string>();

/** Adds a script, and returns its slug and file. */
async function aScriptFile(name: string, source: string) {
  const file = path.join(home, `${name}.py`);
  fs.writeFileSync(file, source);
  if (!added.has(name)) {
    const content = await aStoredFile(source);
    const { slug } = await addScript(systemActor, {
      name,
      filename: path.basename(file),
      content,
      group: "Tests",
      describe: describeHere,
    });
    added.set(name, slug);
  }
  return { slug: added.get(name) ?? "", file };
}

const anExample = (name: string) => aScriptFile(name, fs.readFileSync(`examples/${name}.py`, "utf8"));

const oddities = `
import argparse, os, sys
parser = argparse.ArgumentParser()
parser.add_argument("--password")
parser.add_argument("-n", "--number", type=float)
parser.add_argument("files", nargs="*", type=argparse.FileType("rb"))
args = parser.parse_args()
out = sys.stdout.buffer
out.write(bytes(range(256)))
out.write(repr((len(args.password), args.number)).encode())
for file in args.files:
    out.write(file.read())
out.flush()
sys.stderr.buffer.write(b"\\xff half \\xc3")
sys.stderr.flush()
os.makedirs("a/b")
open("a/b/ä ö%2F.bin", "wb").write(bytes(range(256)) * 300)
open("empty", "w").close()
sys.exit(7)
`;

const echo = `import shutil, sys\nshutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)\n`;

const typed = `
import argparse, sys
parser = argparse.ArgumentParser()
parser.add_argument("-q", action="store_true")
parser.add_argument("-i", type=argparse.FileType("r"))
parser.add_argument("--threads", type=int, default=8)
parser.add_argument("words", nargs="*")
print([word[-6:] for word in sys.argv[1:]], parser.parse_args().i.read())
`;

const helper = `
import sys, argparse
def add():
    argparse.ArgumentParser().parse_args(sys.argv[2:])
def remove():
    argparse.ArgumentParser().parse_args(sys.argv[2:])
try:
    globals()[sys.argv[1]]()
except (IndexError, KeyError):
    print("commands: add, remove")
`;

const sizes = `
import argparse, hashlib
parser = argparse.ArgumentParser()
parser.add_argument("file", type=argparse.FileType("rb"))
content = parser.parse_args().file.read()
print(len(content), hashlib.sha256(content).hexdigest())
`;

/** Passes connections on to the server, and breaks the first that has sent so many bytes. */
async function aBreakingProxy(breakAfterBytes: number) {
  const { port } = new URL(origin());
  const state = { sentBytes: 0, breaks: 0 };
  const proxy = net.createServer((client) => {
    const server = net.connect(Number(port), "127.0.0.1");
    let sentBytes = 0;
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const)
      from.on("error", () => to.destroy());
    server.pipe(client);
    client.on("close", () => server.end());
    client.on("data", (chunk) => {
      sentBytes += chunk.length;
      state.sentBytes += chunk.length;
      if (!server.write(chunk)) client.pause();
      if (state.breaks > 0 || sentBytes < breakAfterBytes) return;
      state.breaks += 1;
      client.destroy();
    });
    server.on("drain", () => client.resume());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const { port: proxyPort } = proxy.address() as net.AddressInfo; // it listens on a port
  return {
    origin: `http://127.0.0.1:${proxyPort}`,
    sentBytes: () => state.sentBytes,
    breaks: () => state.breaks,
    close: () => new Promise((resolve) => proxy.close(resolve)),
  };
}

const sleeper = `import sys, time\nprint("started", flush=True)\ntime.sleep(600)\n`;

beforeAll(async () => {
  await build(clientOptions());
  await aRunningWorker();
  person = await aUser();
  key = (await createApiKeyFor(person.id, { name: "client" })).key;
  const login = await wooey(["login", origin(), "--name", "test", "--key"], { stdin: `${key}\n` });
  expect(login).toEqual({ exitCode: 0, stdout: "", stderr: expect.stringContaining(`You are ${person.username} at`) });
}, 60_000);

afterAll(async () => {
  await stopWorkers();
  fs.rmSync(home, { recursive: true, force: true });
});

describe("wooey run", () => {
  interface Case {
    script: () => Promise<{ slug: string; file: string }>;
    args: string[];
    files?: Record<string, string | Buffer>;
    stdin?: string | Buffer;
  }
  const text = "The cat saw the dog.\nThe dog ran.\nÄpfel\n";
  const cases: Record<string, Case> = {
    "an example that writes files": { script: () => anExample("calendar_sheet"), args: ["--year", "2027", "--mon=3"] },
    "an example that fails": { script: () => anExample("failing"), args: ["--how", "exit code", "--code", "3"] },
    "an example that writes a binary file": {
      script: () => anExample("mandelbrot"),
      args: ["--width", "40", "--height=20", "--output", "out.png"],
    },
    "an example with an exclusive group": {
      script: () => anExample("protein_translation"),
      args: ["--fasta", "in/some genes.fasta", "--frame=+2"],
      files: { "in/some genes.fasta": ">gene\nATGGCCATTGTAATGGGCCGCTGAAAGGGTGCCCGATAG\n" },
    },
    "an example with a table": {
      script: () => anExample("table_summary"),
      args: ["table.csv", "--columns", "x", "--delim", "comma"],
      files: { "table.csv": "x,y\n1,2\n3,4\n" },
    },
    "an example with sub-commands and several files": {
      script: () => anExample("text_tools"),
      args: ["--ignore-case", "count", "a.txt", "b.txt", "--top", "3"],
      files: { "a.txt": text, "b.txt": text.repeat(200) },
    },
    "bytes, secrets, odd file names and an exit code": {
      script: () => aScriptFile("oddities", oddities),
      args: ["--password", "hunter2 €", "-n1e3", "--", "-data", "-data"],
      files: { "-data": Buffer.from([0, 255, 10, 13]) },
    },
    "standard input": { script: () => aScriptFile("echo", echo), args: [], stdin: Buffer.from([0, 1, 255, 10, 0xc3]) },
    "the words as they were typed": {
      script: () => aScriptFile("typed", typed),
      args: ["--thr", "8", "-qi", "in.txt", "--", "b", "-x"],
      files: { "in.txt": "input\n" },
    },
    "no sub-command": { script: () => aScriptFile("helper", helper), args: [] },
    "no standard input": { script: () => aScriptFile("echo", echo), args: [] },
  };

  test.each(Object.entries(cases))("equals the script itself: %s", async (_, { script, args, files, stdin = "" }) => {
    const { slug, file } = await script();
    const folders = [folderWith(files), folderWith(files)] as const;
    const python = (await pythonAt(0))?.path ?? "python3";
    const [expected, actual] = await Promise.all([
      start(python, [file, ...args], { folder: folders[0], stdin }).ended,
      startClient(["run", slug, "--", ...args], { folder: folders[1], stdin }).ended,
    ]);
    expect(actual.stderr.toString("latin1")).toBe(expected.stderr.toString("latin1"));
    expect(actual.stdout.equals(expected.stdout)).toBe(true);
    expect(actual.exitCode).toBe(expected.exitCode);
    expect(filesIn(folders[1])).toEqual(filesIn(folders[0]));
  });

  test("Ctrl-C cancels the job, and nothing of it is left", async () => {
    // No other process of this machine has the name.
    const name = `sleeper-${randomUUID()}`;
    const { slug } = await aScriptFile(name, sleeper);
    const { child, ended } = startClient(["run", slug]);
    await new Promise<void>((resolve) =>
      child.stdout.on("data", (text: Buffer) => text.includes("started") && resolve()),
    );
    expect(processesNaming(name)).not.toEqual([]);
    const at = performance.now();
    child.kill("SIGINT");
    await until(() => processesNaming(name).length === 0);
    expect(performance.now() - at).toBeLessThan(3_000); // bench/client.ts measures it on a quiet machine
    const { exitCode, stderr } = await ended;
    expect([exitCode, stderr.toString()]).toEqual([130, expect.stringContaining("Cancelling job")]);
    expect((await wooey(["jobs", "--script", slug])).stdout).toContain("stopped");
  });

  test("64 for what is wrong with the input, before anything runs", async () => {
    const { slug } = await anExample("text_tools");
    const jobsBefore = await db.$count(jobs);
    const refusals: [string[], RegExp][] = [
      [["run", slug, "--", "count"], /required/i],
      [["run", slug, "--", "count", "missing.txt"], /^missing\.txt: no such file\.\n$/],
      [["run", slug, "--", "nonsense"], /choice/],
      [["run", "no-such-script"], /Unable to find script/],
      [["run", slug, "--wait-timeout", "soon"], /number of seconds/],
      [["run", slug, "--nonsense"], /unknown option/],
      [["nonsense"], /unknown command/],
      [["script", "add", "x.py"], /needs an installation of Wooey/],
      [["get", "not-a-job"], /not the number, uuid or permalink/],
      [["logs", "999999"], /not found/i],
    ];
    await Promise.all(
      refusals.map(async ([words, message]) => {
        const { exitCode, stdout, stderr } = await wooey(words);
        expect([words, exitCode, stdout, stderr]).toEqual([words, 64, "", expect.stringMatching(message)]);
      }),
    );
    expect(await db.$count(jobs)).toBe(jobsBefore);
  });

  test("69 without a server, 77 without a working key, 75 when the time to wait is over", async () => {
    const { slug } = await aScriptFile("sleeper", sleeper);
    const broken = await wooey(["login", "http://127.0.0.1:9", "--key"], { stdin: "wooey_something" });
    expect([broken.exitCode, broken.stderr]).toEqual([69, expect.stringContaining("nothing listens")]);
    const unknown = await wooey(["whoami"], { env: { WOOEY_API_KEY: "wooey_unknown" } });
    expect([unknown.exitCode, unknown.stderr]).toEqual([77, expect.stringContaining("wooey login")]);
    const late = await wooey(["run", slug, "--wait-timeout", "0.5", "--json"]);
    expect([late.exitCode, late.stderr]).toEqual([75, expect.stringContaining("To follow it: wooey logs -f")]);
    const [id = ""] = /\d+/.exec(late.stderr) ?? [];
    expect((await wooey(["wait", id, "--timeout", "0"])).exitCode).toBe(75);
    expect((await wooey(["cancel", id])).exitCode).toBe(0);
    expect((await wooey(["wait", id])).exitCode).not.toBe(0);
  });
});

describe("other commands", () => {
  test("keep the key in a file that only its owner may read", async () => {
    const file = path.join(home, "config", "wooey", "keys.json");
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse((await wooey(["whoami", "--json"])).stdout)).toMatchObject({ username: person.username });
    expect((await wooey(["servers"])).stdout).toBe(`*\ttest\t${origin()}\n`);
  });

  test("find, describe and complete a script", async () => {
    const { slug } = await anExample("text_tools");
    expect((await wooey(["scripts", "text_tools"])).stdout).toMatch(new RegExp(`^${slug}\ttext_tools\t`));
    const described = (await wooey(["describe", slug])).stdout;
    expect(described).toContain(`wooey run ${slug} -- [options] COMMAND …`);
    expect(described).toContain("--ignore-case");
    const complete = async (...words: string[]) => (await wooey(["__complete", "--", ...words])).stdout;
    expect(await complete("run", slug.slice(0, 4))).toContain(slug);
    expect(await complete("run", slug, "--", "--ig")).toMatch(/^--ignore-case\t/);
    expect(await complete("run", slug, "--", "count", "")).toBe(":files\n");
    expect(await complete("job")).toMatch(/^jobs\t/);
    expect(await complete("use", "")).toMatch(/^test\thttp/);
  });

  test("complete words in bash, and quote them", async () => {
    const { slug } = await anExample("failing");
    const source = `
      wooey() { "$NODE" "$CLIENT" "$@"; }
      eval "$(wooey completions bash)"
      complete_words() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _wooey; printf '%s,' "\${COMPREPLY[@]}"; echo; }
      complete_words wooey comp
      complete_words wooey run ${slug} -- --how ex
      complete_words wooey run ${slug} -- --how = ex
      complete_words wooey add "a f"`;
    const folder = folderWith({ "a file.py": "" });
    const env = { NODE: process.execPath, CLIENT };
    const { stdout } = await start("bash", ["-c", source], { folder, env }).ended;
    expect(stdout.toString().split("\n")).toEqual([
      "completions,",
      "exception,exit\\ code,",
      "exception,exit\\ code,",
      "a file.py,",
      "",
    ]);
  });

  test("add scripts and new versions of them, with the form file next to one", async () => {
    const staff = await aStaffUser();
    const { key: staffKey } = await createApiKeyFor(staff.id, { name: "adds", scopes: ["read", "run", "manage"] });
    const env = { WOOEY_API_KEY: staffKey };
    const name = `added-${randomUUID()}`;
    const files = { [`${name}.sh`]: "echo $1\n", [`${name}.form.yaml`]: "params: [{ flags: --word }]\n" };
    const folder = folderWith({ ...files, "broken.exe": Buffer.from([0x4d, 0x5a, 0, 0]) });
    const first = await wooey(["add", `${name}.sh`, "--group", "Added"], { folder, env });
    expect(first).toEqual({ exitCode: 0, stdout: `${name}\n`, stderr: expect.stringContaining("has version v1.1.") });
    fs.appendFileSync(path.join(folder, `${name}.sh`), "echo $2\n");
    const second = await wooey(["add", `${name}.sh`, "--json"], { folder, env });
    expect(JSON.parse(second.stdout)).toMatchObject([{ slug: name, version: expect.stringMatching(/^v\d+\.2$|^v2/) }]);
    expect((await wooey(["describe", name], { env })).stdout).toContain("--word");
    expect((await wooey(["add", "missing.py"], { folder, env })).exitCode).toBe(64);
    expect((await wooey(["add", `${name}.sh`], { folder })).exitCode).toBe(77);
  });

  test("continue to send a large file where the connection was lost", async () => {
    const { slug } = await aScriptFile("sizes", sizes);
    const content = Buffer.alloc(APART_BYTES_MIN + 1_000_000, "0123456789abcdef\n");
    const folder = folderWith({ "large.txt": content });
    const proxy = await aBreakingProxy(12_000_000);
    try {
      const env = { WOOEY_API_KEY: key, WOOEY_SERVER: proxy.origin };
      const done = await wooey(["run", slug, "--", "large.txt"], { folder, env });
      const sha256 = createHash("sha256").update(content).digest("hex");
      expect(done).toEqual({ exitCode: 0, stdout: `${content.length} ${sha256}\n`, stderr: "" });
      expect(proxy.breaks()).toBe(1);
      // Whoever starts again sends the first 12 MB twice.
      expect(proxy.sentBytes()).toBeLessThan(content.length + 6_000_000);
    } finally {
      await proxy.close();
    }
  });

  test("send a large file that another command is sending on their own", async () => {
    const { slug } = await aScriptFile("sizes", sizes);
    const folder = folderWith({ "large.txt": Buffer.alloc(APART_BYTES_MIN + 1_000_000, "0123456789abcdef\n") });
    const proxy = await aBreakingProxy(12_000_000);
    try {
      const env = { WOOEY_API_KEY: key, WOOEY_SERVER: proxy.origin };
      const run = () => wooey(["run", slug, "--", "large.txt"], { folder, env });
      const first = run();
      await until(() => proxy.breaks() === 1); // It waits before it continues.
      const both = await Promise.all([first, run()]);
      expect(both.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual([
        [0, ""],
        [0, ""],
      ]);
    } finally {
      await proxy.close();
    }
  });

  test("detach, wait, show the output and fetch files", async () => {
    const { slug } = await aScriptFile("oddities", oddities);
    const detached = await wooey(["run", slug, "--detach", "--name", "later", "--", "--password", "x"]);
    const id = detached.stdout.trim();
    expect(detached).toEqual({ exitCode: 0, stdout: `${id}\n`, stderr: `${origin()}/jobs/${id}/\n` });
    expect(await wooey(["wait", id])).toEqual({ exitCode: 7, stdout: `${id}\tfailed\t7\n`, stderr: "" });
    const logs = await startClient(["logs", "-f", id, "--stream", "stdout"]).ended;
    expect([logs.exitCode, logs.stdout.subarray(0, 256)]).toEqual([7, Buffer.from([...Array(256).keys()])]);
    const folder = folderWith();
    const got = await wooey(["get", id, "a", "--out", "new/place"], { folder });
    expect([got.exitCode, Object.keys(filesIn(folder))]).toEqual([0, ["new/place/a/b/ä ö%2F.bin"]]);
    expect((await startClient(["get", id, "a/b/ä ö%2F.bin", "--out", "-"]).ended).stdout).toHaveLength(76_800);
    expect((await wooey(["get", id, "nothing"])).exitCode).toBe(64);
    expect(JSON.parse((await wooey(["jobs", "later", "--json"])).stdout)).toMatchObject([
      { id: Number(id), exitCode: 7 },
    ]);
  });

  test("store no file outside of the folder, and no hidden one that was not asked for", async () => {
    const job = await aJob({ ownerId: person.id, status: "completed", exitCode: 0 });
    for (const name of ["../outside.txt", "/tmp/absolute.txt", "a/../../x", "fine.txt"])
      await aJobFile(job, { path: name });
    const folder = folderWith({ "inner/.keep": "" });
    const { exitCode, stderr } = await wooey(["get", String(job.id)], { folder: path.join(folder, "inner") });
    expect([exitCode, stderr.match(/is not stored: it would be outside of the folder/g)]).toEqual([
      69,
      Array(3).fill("is not stored: it would be outside of the folder"),
    ]);
    expect(Object.keys(filesIn(folder))).toEqual(["inner/.keep", "inner/fine.txt"]);
    const { slug } = await aScriptFile("hidden", 'open(".bashrc", "w").write("x")\nopen("seen", "w").close()\n');
    const run = await wooey(["run", slug, "--out", folder]);
    expect([run.exitCode, run.stderr]).toEqual([0, '".bashrc" is hidden and was not fetched.\n']);
    expect(Object.keys(filesIn(folder))).toEqual(["inner/.keep", "inner/fine.txt", "seen"]);
  });
});
