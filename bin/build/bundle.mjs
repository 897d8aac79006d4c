// Bundles the programs of bin/ into dist/ with esbuild: they start faster and need less memory than through a loader.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const PROGRAMS = ["start", "start-web", "dev", "setup", "web", "worker", "wooey", "build", "package"];
const SOURCES = ["bin", "cli", "command-line", "db", "inngest", "server", "terminal", "package.json", "tsconfig.json"];
const STAMP = path.join(root, "dist", "fingerprint");

/** Whether this is a package (npm run package): it has no sources, so nothing in it can be older than they are. */
export const isPackaged = !fs.existsSync(path.join(root, "bin", "programs"));

/** The client commands as one file, which every instance hands out. */
export const CLIENT = path.join(root, "dist", "client", "wooey.mjs");

export const pathOf = (program) => path.join(root, "dist", `${program}.js`);
export const urlOf = (program) => {
  if (!PROGRAMS.includes(program)) throw new Error(`There is no program ${program}: choose ${PROGRAMS.join(", ")}.`);
  return pathToFileURL(pathOf(program)).href;
};

/** A text that changes when a file below one of `names` (relative to the project) is added, removed or written to. */
export function fingerprint(names) {
  const hash = createHash("sha256");
  const visit = (name) => {
    const at = path.join(root, name);
    const stat = fs.statSync(at, { throwIfNoEntry: false });
    if (!stat) return;
    if (!stat.isDirectory()) {
      if (!/\.test\.tsx?$/.test(name)) hash.update(`${name}\0${stat.size}\0${stat.mtimeMs}\n`);
      return;
    }
    if (/(^|\/)(node_modules|__pycache__|corpus|testing)$/.test(name)) return;
    for (const entry of fs.readdirSync(at).sort()) visit(`${name}/${entry}`);
  };
  for (const name of names) visit(name);
  return hash.digest("hex");
}

export async function bundleIfStale() {
  if (isPackaged) return;
  const now = fingerprint(SOURCES);
  if (fs.existsSync(STAMP) && fs.readFileSync(STAMP, "utf8") === now) return;
  const { build } = await import("esbuild");
  await Promise.all([build(bundleOptions(PROGRAMS, "dist")), build(clientOptions())]);
  fs.writeFileSync(STAMP, now);
}

/**
 * esbuild's options for programs of bin/programs/, with their bundles in `folder`.
 * @type {(programs: string[], folder: string) => import("esbuild").BuildOptions & { plugins: import("esbuild").Plugin[] }}
 */
export function bundleOptions(programs, folder) {
  return {
    absWorkingDir: root,
    entryPoints: programs.map((program) => `bin/programs/${program}.ts`),
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: "linked",
    logLevel: "warning",
    plugins: [leavePackagesOutside],
  };
}

/**
 * esbuild's options for the client: one file that needs Node.js 20 and nothing else. It is not minified, so that people
 * can read what they have downloaded.
 * @type {() => import("esbuild").BuildOptions}
 */
export function clientOptions() {
  const { version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  return {
    absWorkingDir: root,
    entryPoints: ["cli/main.ts"],
    outfile: CLIENT,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    // commander is a CommonJS module, which requires modules of Node.
    banner: {
      js: '#!/usr/bin/env node\nimport { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);',
    },
    define: { __WOOEY_VERSION__: JSON.stringify(version) },
    legalComments: "inline",
    logLevel: "warning",
  };
}

const leavePackagesOutside = {
  name: "leave packages outside",
  setup(build) {
    // The guard against browser bundles has no meaning here, and its package throws outside of React's server condition.
    build.onResolve({ filter: /^server-only$/ }, () => ({ path: "server-only", namespace: "empty" }));
    build.onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "" }));
    // This file itself stays outside as well: it finds the project from where it lies.
    build.onResolve({ filter: /\/bundle\.mjs$/ }, () => ({ path: "../bin/build/bundle.mjs", external: true }));
    build.onResolve({ filter: /^[^./]/ }, (request) =>
      request.kind === "entry-point" || request.path.startsWith("@/")
        ? undefined
        : { path: request.path, external: true },
    );
  },
};
