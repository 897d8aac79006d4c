import path from "node:path";
import { defineConfig } from "vitest/config";

const resolve = { alias: { "@": path.resolve("."), "server-only": path.resolve("db/testing/server-only.ts") } };
const rooms = "{app,bin,command-line,components,db,inngest,server}";
// In each project: a project takes nothing over from the root.
const timeouts = { testTimeout: 20_000, hookTimeout: 30_000 };

export default defineConfig({
  test: {
    // More than processors: most of the time they wait for what they have started.
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
          // They measure patience: two at a time would starve each other.
          fileParallelism: false,
        },
      },
      // The built product as a whole, with a database of its own.
      {
        resolve,
        test: { name: "product", include: ["bin/**/*.chaos.test.ts"], testTimeout: 300_000, hookTimeout: 120_000 },
      },
    ],
  },
});
