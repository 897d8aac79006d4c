import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import zlib from "node:zlib";
import { chromium, type LaunchOptions } from "@playwright/test";

/**
 * The Chromium for the tests: CHROMIUM_PATH, else the one in the npm package @sparticuz/chromium (Linux x64, pinned by
 * the lockfile, no download), else Playwright's, else one that is installed on the machine.
 */
export function findBrowser(): LaunchOptions {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) return { executablePath: CHROMIUM_PATH };
  const packed = findPackedBrowser();
  if (packed) return packed;
  if (fs.existsSync(chromium.executablePath())) return {};
  const installed = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((file) =>
    fs.existsSync(file),
  );
  if (installed) return { executablePath: installed };
  throw new Error("No Chromium was found: run npm ci on Linux x64, or set CHROMIUM_PATH.");
}

function findPackedBrowser(): LaunchOptions | null {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const packed = packageFolder("@sparticuz/chromium");
  if (!packed) return null;
  const { version } = JSON.parse(fs.readFileSync(path.join(packed, "package.json"), "utf8")) as { version: string };
  const folder = path.resolve("node_modules/.cache", `chromium-${version}`);
  const executable = path.join(folder, "headless_shell");
  if (!fs.existsSync(executable)) unpack(packed, folder);
  const env: Record<string, string> = {
    ...(process.env as Record<string, string>),
    FONTCONFIG_FILE: path.join(folder, "fonts.conf"),
  };
  const libraries = spawnSync("ldd", [executable], { encoding: "utf8" });
  // For machines without the libraries of a desktop: the package contains them.
  if (libraries.status !== 0 || libraries.stdout.includes("not found")) env.LD_LIBRARY_PATH = path.join(folder, "lib");
  return { executablePath: executable, env };
}

function packageFolder(name: string): string | null {
  let folder: string;
  try {
    folder = path.dirname(createRequire(import.meta.url).resolve(name));
  } catch {
    return null;
  }
  while (!fs.existsSync(path.join(folder, "bin", "chromium.br"))) {
    if (folder === path.dirname(folder)) return null;
    folder = path.dirname(folder);
  }
  return folder;
}

/**
 * Replaces the package's own unpacking, which uses one fixed temporary path for all its versions, and flags that weaken
 * it.
 */
function unpack(packed: string, folder: string): void {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const fresh = fs.mkdtempSync(path.join(path.dirname(folder), "unpack-"));
  const read = (name: string) => zlib.brotliDecompressSync(fs.readFileSync(path.join(packed, "bin", name)));
  fs.writeFileSync(path.join(fresh, "headless_shell"), read("chromium.br"), { mode: 0o755 });
  for (const archive of ["al2023.tar.br", "fonts.tar.br"]) {
    execFileSync("tar", ["xf", "-", "--no-same-owner", "-C", fresh], { input: read(archive) });
  }
  const fonts = `<dir>${folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/fonts-cache</cachedir>`;
  fs.writeFileSync(
    path.join(fresh, "fonts.conf"),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${fonts}</fontconfig>`,
  );
  // A browser that outlives the removal of its folder leaves one behind that has only its cache of fonts.
  if (!fs.existsSync(path.join(folder, "headless_shell"))) fs.rmSync(folder, { recursive: true, force: true });
  try {
    fs.renameSync(fresh, folder);
  } catch {
    fs.rmSync(fresh, { recursive: true, force: true }); // another process was faster
  }
}
