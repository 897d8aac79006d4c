import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "@/server/root";
import { python, version } from "./read";

/** A folder of pinned libraries, installed once and kept; it appears whole or not at all. */
export async function installWheels(wheels: string[]): Promise<string> {
  const cache = path.join(projectRoot(), "node_modules/.cache/describe-libraries");
  const libraries = path.join(cache, [version, ...wheels].join("_").replaceAll("=", ""));
  if (await fs.stat(libraries).catch(() => null)) return libraries;
  const unfinished = `${libraries}.${process.pid}`;
  const options = ["--quiet", "--prefer-binary", "--disable-pip-version-check", "--no-warn-script-location"];
  await promisify(execFile)(python, ["-m", "pip", "install", ...options, "--target", unfinished, ...wheels]).catch(
    (cause) => {
      throw new Error(`These tests need pip and a package index, to install ${wheels.join(", ")}.`, { cause });
    },
  );
  await fs.rename(unfinished, libraries).catch(() => fs.rm(unfinished, { recursive: true, force: true }));
  return libraries;
}
