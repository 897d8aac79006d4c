import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { embeddedPostgresFolder } from "@/db/embedded/launcher";
import { reportLibraryFiles } from "@/server/files/report-libraries";

const PROGRAMS = ["start", "start-web", "setup", "web", "worker", "wooey"];

/** What a built product never loads although the trace finds it: compilers, Next's development, and optional parts. */
const UNUSED = [
  /^\.next\//,
  /^node_modules\/(esbuild|@esbuild|typescript|@typescript|sharp|@img|caniuse-lite)\//,
  /^node_modules\/next\/dist\/docs\//,
  /^node_modules\/next\/dist\/compiled\/(webpack|babel[^/]*|@babel|@next|next-devtools|@modelcontextprotocol)\//,
  /^node_modules\/next\/dist\/compiled\/(postcss-preset-env|cssnano-simple|crypto-browserify)\//,
  /^node_modules\/next\/dist\/compiled\/next-server\/.*\.(dev\.js|map)$/,
];
const isUnused = (file: string) => UNUSED.some((pattern) => pattern.test(file));

type Trace = (
  files: string[],
  options: { base: string; ignore(file: string): boolean },
) => Promise<{ fileList: Set<string> }>;
// The tracer of `next build`, which Next ships without its types.
const { nodeFileTrace } = createRequire(import.meta.url)("next/dist/compiled/@vercel/nft") as { nodeFileTrace: Trace };

/**
 * The files and folders below node_modules that the built product needs, relative to the project: what its programs and
 * pages import, and what the product reads from packages by their path.
 */
export async function traceModules(root: string): Promise<string[]> {
  const programs = PROGRAMS.map((program) => path.join(root, "dist", `${program}.js`));
  const { fileList } = await nodeFileTrace(programs, { base: root, ignore: isUnused });
  const found = [...fileList, ...listPageFiles(root)].filter(
    (file) => file.startsWith("node_modules/") && !isUnused(file),
  );
  return [...new Set([...found, ...reportLibraryFiles(), path.relative(root, embeddedPostgresFolder())])].sort();
}

/** The files that Next has traced for its server and for each page. */
function listPageFiles(root: string): string[] {
  const folder = path.join(root, ".next");
  const traces = fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.nft\.json$/.test(file));
  return traces.flatMap((trace) => {
    const file = path.join(folder, trace);
    const { files } = JSON.parse(fs.readFileSync(file, "utf8")) as { files: string[] }; // This is what Next writes.
    return files.map((each) => path.relative(root, path.resolve(path.dirname(file), each)));
  });
}
