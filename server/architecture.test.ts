import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

// The direction of imports, as one table: a room may import itself and the rooms listed for it. The longest matching
// name of a file's path is its room.
const serverOrder = [
  ["server/env", "server/errors", "server/root", "server/language", "server/processes", "server/wake-up"],
  ["server/storage", "server/workers/online"],
  ["server/users", "server/auth", "server/audit", "server/settings"],
  ["server/sandbox"],
  ["server/introspection", "server/environments"],
  ["server/scripts", "server/groups"],
  ["server/files", "server/uploads", "server/api-keys", "server/backup"],
  ["server/output"],
  ["server/jobs", "server/workers"],
  ["server/wooey", "server/api"],
  ["server/favorites", "server/palette"],
  ["server/openapi"],
  ["server/http", "server/forms", "server/mcp"],
];
const everyServerRoom = serverOrder.flat();
const leaves = serverOrder[0] ?? [];

const table: Record<string, string[]> = {
  app: ["command-line", "components", "db/job-state", ...everyServerRoom],
  "app/api/inngest": ["inngest/functions", "inngest/mode", "inngest/sdk", ...everyServerRoom],
  components: [
    "command-line",
    "db/job-state",
    "server/files/mentions",
    "server/files/table-text",
    "server/files/text-encoding",
    "server/language",
    "terminal",
  ],
  "components/ui": ["server/language"],
  "inngest/functions": ["db/job-state", "inngest/events", "inngest/sdk", ...everyServerRoom],
  "inngest/client": ["inngest/events", "inngest/outbox"],
  "inngest/sdk": ["inngest/engine/fetch", "inngest/events", "inngest/mode", ...leaves],
  "inngest/events": [],
  "inngest/mode": leaves,
  "inngest/outbox": ["inngest/engine/protocol", "db", ...leaves],
  "inngest/engine": ["inngest/outbox", "db", ...leaves],
  "inngest/server": ["inngest/engine", "inngest/functions", "inngest/outbox", "db", ...leaves],
  db: leaves,
  "command-line": leaves,
  cli: [],
  terminal: [],
  "server/runner": ["command-line", ...everyServerRoom, "db", "inngest/client"],
  ...Object.fromEntries(
    serverOrder.flatMap((level, index) =>
      level.map((room) => [
        room,
        index === 0
          ? leaves
          : [...serverOrder.slice(0, index + 1).flat(), "db", "inngest/client", "command-line", "terminal"],
      ]),
    ),
  ),
};

/** Packages with a home: nobody else imports them. */
const homes: Record<string, string[]> = {
  "@aws-sdk": ["server/storage"],
  "@modelcontextprotocol/server": ["server/mcp", "server/http"],
  "drizzle-orm": ["server", "db"],
  "next/headers": ["server/auth"],
  "next/navigation": ["app", "components", "server/forms"],
  "node:child_process": ["server/sandbox", "server/runner", "db/embedded", "cli/browser", "bin", "bench"],
};

const root = path.resolve(import.meta.dirname, "..");
const sources = ["app", "cli", "command-line", "components", "db", "inngest", "server", "terminal"].flatMap((folder) =>
  walk(folder),
);

function walk(folder: string): string[] {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return /testing$|migrations$|corpus$|describe$/.test(name) ? [] : walk(name);
    return /\.tsx?$/.test(name) && !/\.(test|spec)\.tsx?$/.test(name) ? [name] : [];
  });
}

interface Import {
  from: string;
  isType: boolean;
}

function importsOf(file: string): Import[] {
  const text = fs.readFileSync(path.join(root, file), "utf8");
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s(type\s)?[^;'"]*?from\s+["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)|(?:^|\n)import\s+["']([^"']+)["']/g,
  );
  return [...found].map(([, isType, from, dynamic, bare]) => ({
    from: from ?? dynamic ?? bare ?? "",
    isType: Boolean(isType),
  }));
}

/** The project's path of an import, without its ending; null for a package. */
function projectPath(file: string, from: string): string | null {
  if (from.startsWith("@/")) return from.slice(2);
  if (from.startsWith(".")) return path.posix.join(path.posix.dirname(file), from);
  return null;
}

function inRoom(name: string, room: string): boolean {
  const bare = name.replace(/\.tsx?$/, "");
  return bare === room || bare.startsWith(`${room}/`);
}

function roomOf(name: string): string {
  const rooms = Object.keys(table).filter((room) => inRoom(name, room));
  return rooms.sort((a, b) => b.length - a.length)[0] ?? name;
}

function violations(file: string): string[] {
  const room = roomOf(file);
  return importsOf(file).flatMap(({ from, isType }) => {
    const target = projectPath(file, from);
    if (target === null) {
      const home = Object.keys(homes).find((name) => from === name || from.startsWith(`${name}/`));
      const isAtHome = !home || isType || homes[home]?.some((allowed) => inRoom(file, allowed));
      return isAtHome ? [] : [`${file} imports ${from}`];
    }
    if (isType && (room.startsWith("components") || room === "db" || room === "app")) return [];
    if (inRoom(target, room) || (room === "components" && inRoom(target, "components/ui"))) return [];
    if (room === "server/introspection" && inRoom(target, "server/introspection")) return [];
    return (table[room] ?? []).some((allowed) => inRoom(target, allowed))
      ? []
      : [`${file} (${room}) imports ${target}`];
  });
}

/** A source without its comments and texts. */
function codeOf(file: string): string {
  const text = fs.readFileSync(path.join(root, file), "utf8");
  return text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*|"(?:[^"\\\n]|\\.)*"/g, "");
}

/** Every circle of imports once, as the files on it; found by a depth-first search. */
function findCircles(files: string[]): string[] {
  const known = new Set(files);
  const targetsOf = (file: string) =>
    importsOf(file).flatMap(({ from }) => {
      const target = projectPath(file, from);
      return ["", ".ts", ".tsx"].map((ending) => `${target}${ending}`).filter((name) => known.has(name));
    });
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, trail: string[]) => {
    if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(" → "));
    if (done.has(file)) return;
    done.add(file);
    for (const target of targetsOf(file)) visit(target, [...trail, file]);
  };
  for (const file of files) visit(file, []);
  return circles;
}

/** The part of docs/architecture.md between two marks of this name. */
function documented(name: string): string {
  const text = fs.readFileSync(path.join(root, "docs/architecture.md"), "utf8");
  return text.split(`<!-- ${name} -->`)[1]?.split(`<!-- /${name} -->`)[0]?.trim() ?? "";
}

/** The rooms of a list as the document shows them: those of the server up to a level are named by their last one. */
function describeRooms(rooms: string[]): string {
  const code = (room: string) => `\`${room}\``;
  const levels = serverOrder.findLastIndex((level) => level.every((room) => rooms.includes(room)));
  const covered = new Set(serverOrder.slice(0, levels + 1).flat());
  const others = rooms.filter((room) => !covered.has(room)).map(code);
  if (levels === serverOrder.length - 1) others.push("all of `server` but `server/runner`");
  else if (levels === 0) others.push("the first level of `server`");
  else if (levels > 0) others.push(`the levels of \`server\` down to ${levels + 1}`);
  return others.length > 0 ? others.join(", ") : "nothing";
}

describe("docs/architecture.md", () => {
  // When one of these fails, put what it expects between the marks of the document.
  test("shows the direction of imports", () => {
    const isInOrder = (room: string) => everyServerRoom.includes(room);
    const levels = serverOrder.map((level, index) => `${index + 1}. ${level.map((room) => `\`${room}\``).join(", ")}`);
    const rows = Object.entries(table)
      .filter(([room]) => !isInOrder(room))
      .map(([room, allowed]) => `- \`${room}\` imports ${describeRooms(allowed)}`);
    const lines = [
      ...rows,
      "- `bin`, `bench` and `e2e` import everything",
      "",
      "Within `server`, a level may import itself and the levels above it; all but the first also import `db`,",
      "`inngest/client`, `command-line` and `terminal`:",
      "",
      ...levels,
    ];
    expect(documented("imports")).toBe(lines.join("\n"));
  });

  test("shows the packages with a home", () => {
    const rows = Object.entries(homes).map(
      ([name, rooms]) => `- \`${name}\`: ${rooms.map((room) => `\`${room}\``).join(", ")}`,
    );
    expect(documented("homes")).toBe(rows.join("\n"));
  });
});

describe("the house", () => {
  test("has imports in one direction only", () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.flatMap(violations)).toEqual([]);
  });

  test("reads the environment in server/env.ts alone, and in cli/environment.ts on other machines", () => {
    const readers = sources.filter((file) => {
      const text = fs.readFileSync(path.join(root, file), "utf8").replaceAll("process.env.NEXT_RUNTIME", "");
      return text.includes("process.env");
    });
    expect(readers).toEqual(["cli/environment.ts", "server/env.ts"]);
  });

  test("keeps files at 300 lines, pages at 120, routes at 40, components at 150", () => {
    const limitOf = (file: string) => {
      if (file.startsWith("db/schema/")) return Number.POSITIVE_INFINITY;
      if (file.endsWith("/page.tsx")) return 120;
      if (file.endsWith("/route.ts")) return 40;
      return file.startsWith("components/") ? 150 : 300;
    };
    const long = sources.flatMap((file) => {
      const lines = fs.readFileSync(path.join(root, file), "utf8").split("\n").length - 1;
      return lines > limitOf(file) ? [`${file}: ${lines}`] : [];
    });
    expect(long).toEqual([]);
  });

  test("knows HTTP in server/http, server/forms and server/auth/from-request alone", () => {
    const words = /\b(?:Request|Response|Headers|URLSearchParams|FormData|ReadableStream|NextRequest|NextResponse)\b/;
    const rooms = ["server/http", "server/forms", "server/auth/from-request"];
    const product = sources.filter((file) => inRoom(file, "server") && !rooms.some((room) => inRoom(file, room)));
    expect(product.filter((file) => words.test(codeOf(file)))).toEqual([]);
  });

  test("has no import circles, not even of types", () => {
    expect(findCircles([...sources, ...walk("bin")])).toEqual([]);
  });

  test("has no room for leftovers: no utils, helpers, common, lib, types or services", () => {
    expect(sources.filter((file) => /(^|\/)(utils|helpers|common|lib|types|services)(\/|\.tsx?$)/.test(file))).toEqual(
      [],
    );
  });
});
