import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { childEnvironment } from "@/server/env";
import { StartError } from "@/server/errors";
import { projectRoot } from "@/server/root";
import { writeBillOfMaterials } from "./bill-of-materials";
import { fingerprint, isPackaged } from "./bundle.mjs";

const SOURCES = [
  "app",
  "command-line",
  "components",
  "db",
  "inngest",
  "server",
  "public",
  "next.config.ts",
  "postcss.config.mjs",
  "package-lock.json",
];

const OUTPUT_MAX = 20_000;

/** Builds the pages where the build is missing or older than the sources. @throws StartError when it fails. */
export async function buildPagesIfStale(log: (line: string) => void): Promise<void> {
  if (isPackaged) return;
  const root = projectRoot();
  const stamp = path.join(root, ".next", "wooey-fingerprint");
  const now = fingerprint(SOURCES);
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === now) return;
  log("Building the pages. This takes a moment after an installation or a change.");
  const output = await runNextBuild(root);
  if (output !== null) throw new StartError(`The pages could not be built:\n${output}`);
  await writeBillOfMaterials(root, path.join(root, ".next", "sbom.cdx.json")).catch(() =>
    log("The bill of materials, .next/sbom.cdx.json, could not be written: npm failed."),
  );
  fs.writeFileSync(stamp, now);
}

/** Null when it succeeded, else the end of its output. */
function runNextBuild(root: string): Promise<string | null> {
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  const child = spawn(process.execPath, [next, "build"], {
    cwd: root,
    env: childEnvironment({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-OUTPUT_MAX);
    });
  }
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code) => resolve(code === 0 ? null : output));
  });
}
