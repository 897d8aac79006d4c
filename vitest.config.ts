import path from "node:path";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./bin/build/longest-first";

const resolve = { alias: { "@": path.resolve("."), "server-only": path.resolve("db/testing/server-only.ts") } };
const rooms = "{app,bin,cli,command-line,components,db,inngest,server,terminal}";
// Written in each project: a project inherits nothing from the root.
const timeouts = { testTimeout: 20_000, hookTimeout: 30_000 };
const dataFolder = {
  globalSetup: ["server/env/testing/data-folders.ts"],
  setupFiles: ["server/env/testing/data-folder.ts"],
};
const database = {
  globalSetup: [...dataFolder.globalSetup, "db/testing/cluster.ts"],
  setupFiles: [...dataFolder.setupFiles, "db/testing/database.ts"],
};
// Files run one after another in the same processes: to start one and to load the modules for each file took a third of
// the processor time.
const shared = { isolate: false };

export default defineConfig({
  test: {
    // More than there are processors: most of the time they wait for what they started.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve,
        test: {
          name: "unit",
          ...shared,
          ...dataFolder,
          include: [`${rooms}/**/*.test.ts`],
          exclude: [
            "**/*.db.test.ts",
            "**/*.chaos.test.ts",
            "**/*.long.test.ts",
            "**/*.user.test.ts",
            "**/*.server.test.ts",
            "**/*.s3.test.ts",
          ],
          ...timeouts,
        },
      },
      // As root, these make themselves an ordinary user, for the rest of the process.
      { resolve, test: { name: "user", include: [`${rooms}/**/*.user.test.ts`], ...timeouts } },
      {
        resolve,
        test: {
          name: "database",
          ...shared,
          ...timeouts,
          ...database,
          include: [`${rooms}/**/*.db.test.ts`],
        },
      },
      // With a real S3 server, which needs Go to be built (bin/build/s3-server.mjs).
      {
        resolve,
        test: {
          name: "s3",
          ...timeouts,
          include: [`${rooms}/**/*.s3.test.ts`],
          globalSetup: [...database.globalSetup, "server/storage/testing/s3-server.ts"],
          setupFiles: [...database.setupFiles, "server/storage/testing/s3-settings.ts"],
        },
      },
      {
        resolve,
        test: {
          name: "chaos",
          ...timeouts,
          include: [`${rooms}/**/*.chaos.test.ts`],
          exclude: ["bin/**"],
          ...database,
          testTimeout: 300_000,
          // They measure how long things take: two at a time would slow each other down.
          fileParallelism: false,
        },
      },
      // Against a real Inngest server, which only `npm run test:inngest` has.
      {
        resolve,
        test: {
          name: "inngest-server",
          ...timeouts,
          ...database,
          include: ["inngest/engine/engine.db.test.ts", "inngest/**/*.server.test.ts"],
          testTimeout: 300_000,
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
      // The image, and the product behind proxies.
      {
        resolve,
        test: { name: "long", include: ["bin/**/*.long.test.ts"], testTimeout: 300_000, hookTimeout: 1_800_000 },
      },
    ],
  },
});
