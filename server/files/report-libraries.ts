import fs from "node:fs";
import path from "node:path";
import { projectRoot } from "@/server/root";

/** A library that reports load from other sites, and that this site serves from an installed package. */
interface Library {
  name: string;
  /** The installed package, as its folder in node_modules. */
  folder: string;
  file: string;
  /** The major versions for which the installed one is used. */
  majors: readonly number[];
  /** Text before and after the file. */
  prefix?: string;
  suffix?: string;
}

const plotly: Library = { name: "plotly", folder: "plotly.js-dist-min", file: "plotly.min.js", majors: [1, 2, 3, 4] };
const requireJs: Library = { name: "require", folder: "requirejs", file: "require.js", majors: [2] };
const d3: Library = { name: "d3", folder: "d3", file: "dist/d3.min.js", majors: [6, 7] };
const mathJax: Library = { name: "mathjax", folder: "mathjax", file: "es5/tex-svg-full.js", majors: [3] };
/** Version 2 is not installed. Version 3 typesets the same pages by itself, if the calls of version 2 do nothing. */
const mathJax2: Library = {
  ...mathJax,
  name: "mathjax-for-2",
  majors: [2],
  prefix: 'window.MathJax={tex:{inlineMath:[["$","$"],["\\\\(","\\\\)"]],processEscapes:true}};\n',
  suffix:
    "\n;{const none=()=>undefined;MathJax.Hub={Config:none,Configured:none,Queue:none,Typeset:none,Register:{StartupHook:none,MessageHook:none}};MathJax.Ajax={config:{path:{}}}}",
};
const bokehParts = ["bokeh", "bokeh-widgets", "bokeh-tables", "bokeh-gl", "bokeh-mathjax", "bokeh-api"];
const bokeh = bokehParts.map(
  (name): Library => ({ name, folder: "@bokeh/bokehjs", file: `build/js/${name}.min.js`, majors: [3] }),
);
const libraries = [plotly, requireJs, d3, mathJax, mathJax2, ...bokeh];

/** How addresses of these libraries look without `https://`. Where `js` matches nothing, require.js appends ".js". */
const addresses: [RegExp, (name: string) => Library[]][] = [
  [/^cdn\.plot\.ly\/plotly(?:-[a-z0-9]+)??-(?<version>latest|[\d.]+?)(?:\.min)?(?<js>\.js)?$/, () => [plotly]],
  [/^(?:npm|unpkg)\/plotly\.js[\w-]*@(?<version>[\d.]+)\/(?:dist\/)?plotly(?:\.min)?(?<js>\.js)?$/, () => [plotly]],
  [/^cdnjs\/plotly\.js\/(?<version>[\d.]+)\/plotly(?:\.min)?(?<js>\.js)?$/, () => [plotly]],
  [
    /^cdn\.(?:bokeh|pydata)\.org\/bokeh\/\w+\/(?<name>bokeh(?:-[a-z]+)?)-(?<version>\d[\d.]*?)(?:\.min)?(?<js>\.js)?$/,
    bokehOf,
  ],
  [
    /^(?:npm|unpkg)\/@bokeh\/bokehjs@(?<version>[\d.]+)\/build\/js\/(?<name>bokeh(?:-[a-z]+)?)(?:\.min)?(?<js>\.js)?$/,
    bokehOf,
  ],
  [/^d3js\.org\/d3\.v(?<version>\d+)(?:\.min)?(?<js>\.js)?$/, () => [d3]],
  [/^(?:npm|unpkg)\/d3@(?<version>[\d.]+)(?:\/dist\/d3(?:\.min)?(?<js>\.js)?)?$/, () => [d3]],
  [/^cdnjs\/d3\/(?<version>[\d.]+)\/d3(?:\.min)?(?<js>\.js)?$/, () => [d3]],
  [/^cdnjs\/require\.js\/(?<version>[\d.]+)\/require(?:\.min)?(?<js>\.js)?$/, () => [requireJs]],
  [/^(?:npm|unpkg)\/requirejs@(?<version>[\d.]+)\/require(?:\.min)?(?<js>\.js)?$/, () => [requireJs]],
  [/^cdnjs\/mathjax\/(?<version>[\d.]+)\/(?:latest|MathJax|es5\/[\w-]+)(?<js>\.js)?$/, () => [mathJax, mathJax2]],
  [/^(?:npm|unpkg)\/mathjax@(?<version>[\d.]+)\/(?:MathJax|es5\/[\w-]+)(?<js>\.js)?$/, () => [mathJax, mathJax2]],
  [/^cdn\.mathjax\.org\/mathjax\/(?<version>latest|[\d.]+)\/MathJax(?<js>\.js)?$/, () => [mathJax, mathJax2]],
];

function bokehOf(name: string): Library[] {
  return bokeh.filter((library) => library.name === name);
}

/** What "latest" of an address meant when its site stopped updating it. */
const latest: Record<string, string> = { plotly: "1.58.5", "mathjax-for-2": "2.7.9" };

export interface LibraryCopy {
  /** The last part of the copy's address: `plotly-3.1.0.js`. */
  filename: string;
  name: string;
  /** The version that the report asks for, and the one that it gets. */
  requested: string;
  version: string;
}

/**
 * The copy of the library at an address of another site; null if there is none, or none that is likely to fit. `address`
 * is without scheme and query, as in `cdn.plot.ly/plotly-2.35.2.min.js`.
 */
export function findLibraryCopy(address: string): LibraryCopy | null {
  const short = address
    .replace(/^cdnjs\.cloudflare\.com\/ajax\/libs\//, "cdnjs/")
    .replace(/^cdn\.jsdelivr\.net\/npm\//, "npm/")
    .replace(/^unpkg\.com\//, "unpkg/");
  for (const [pattern, candidates] of addresses) {
    const groups = pattern.exec(short)?.groups;
    if (!groups) continue;
    const { version: requested = "", name = "", js = "" } = groups;
    for (const library of candidates(name)) {
      const asked = requested === "latest" ? (latest[library.name] ?? "") : requested;
      const version = library.majors.includes(Number.parseInt(asked, 10)) ? versionOf(library) : null;
      if (version !== null)
        return { filename: `${library.name}-${version}${js}`, name: nameOf(library), requested: asked, version };
    }
  }
  return null;
}

/** The text of a copy by its filename, with or without ".js"; null for an unknown one. */
export function readLibrary(filename: string): string | null {
  const library = libraries.find((each) => filename.replace(/\.js$/, "") === `${each.name}-${versionOf(each)}`);
  if (!library) return null;
  const { prefix = "", suffix = "" } = library;
  return prefix + fs.readFileSync(path.join(folderOf(library), library.file), "utf8") + suffix;
}

/** The files that `readLibrary` reads, relative to the project. */
export function reportLibraryFiles(): string[] {
  return libraries.flatMap(({ folder, file }) =>
    ["package.json", file].map((each) => path.join("node_modules", folder, each)),
  );
}

/** As people know it, such as "bokeh" for all its parts. */
function nameOf({ name }: Library): string {
  return name.split("-")[0] ?? name;
}

const versions = new Map<string, string | null>();

/** The installed version; null if the package is not installed. */
function versionOf(library: Library): string | null {
  const known = versions.get(library.folder);
  if (known !== undefined) return known;
  const version = readVersion(path.join(folderOf(library), "package.json"));
  versions.set(library.folder, version);
  return version;
}

function readVersion(file: string): string | null {
  if (!fs.existsSync(file)) return null;
  // Every installed package.json has a version.
  return (JSON.parse(fs.readFileSync(file, "utf8")) as { version: string }).version;
}

function folderOf({ folder }: Library): string {
  return path.join(projectRoot(), "node_modules", folder);
}
