import fs from "node:fs";
import path from "node:path";
import { context, type Plugin } from "esbuild";
import { bundleOptions } from "../build/bundle.mjs";

const PROGRAMS = ["setup", "web", "worker"];
const RESTARTED = ["web", "worker"];

export interface Watch {
  stop(): Promise<void>;
}

/**
 * Bundles the programs into `folder`, again whenever one of their sources changes. `onChange` is called with each
 * program whose bundle is another one than before. Sources that do not compile are reported, and change nothing.
 */
export async function watchPrograms(folder: string, onChange: (program: string) => void): Promise<Watch> {
  // A bundle names the chunks it imports by the hash of their contents, so that it differs when any of them does.
  const contents = new Map<string, string>();
  const compare = () => {
    for (const program of RESTARTED) {
      const before = contents.get(program);
      const now = fs.readFileSync(path.join(folder, `${program}.js`), "utf8");
      contents.set(program, now);
      if (before !== undefined && before !== now) onChange(program);
    }
  };
  const options = bundleOptions(PROGRAMS, folder);
  const reportChanges: Plugin = {
    name: "report changes",
    setup: (build) =>
      build.onEnd(({ errors }) => {
        if (errors.length === 0) compare();
      }),
  };
  const builds = await context({ ...options, plugins: [...options.plugins, reportChanges] });
  await builds.rebuild();
  await builds.watch();
  return { stop: () => builds.dispose() };
}
