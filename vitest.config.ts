import path from "node:path";
import { defineConfig } from "vitest/config";

const resolve = { alias: { "@": path.resolve("."), "server-only": path.resolve("db/testing/server-only.ts") } };
const rooms = "{app,bin,command-line,components,db,inngest,server}";
// Written in each project: a project inherits nothing from the root.
const timeouts = { testTimeout: 20_000, hookTimeout: 30_000 };

export default defineConfig({
  test: {
    // More than there are processors: most of the time they wait for what they started.
    maxWorkers: 3,
    projects: [
      {
        resolve,
        test: {
          name: "unit",
          include: [`${rooms}/**/*.test.ts`],
          exclude: ["**/*.db.test.ts", "**/*.chaos.test.ts"],
          ...timeouts,
        },
      },
      {
        resolve,
        test: {
          name: "database",
          ...timeouts,
          include: [`${rooms}/**/*.db.test.ts`],
          globalSetup: "db/testing/cluster.ts",
          setupFiles: "db/testing/database.ts",
        },
      },
      {
        resolve,
        test: {
          name: "chaos",
          ...timeouts,
          include: [`${rooms}/**/*.chaos.test.ts`],
          exclude: ["bin/**"],
          globalSetup: "db/testing/cluster.ts",
          setupFiles: "db/testing/database.ts",
          testTimeout: 300_000,
          // They measure how long things take: two at a time would slow each other down.
          fileParallelism: false,
        },
      },
      // The complete built product, with a database of its own.
      {
        resolve,
        test: {
          name: "product",
          include: ["bin/**/*.chaos.test.ts"],
          // `npm run test:long` has five times the jobs of `npm run test:full`.
          testTimeout: 300_000 * Math.max(1, Number(process.env.WOOEY_TEST_CHAOS_JOBS ?? 20) / 200),
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
