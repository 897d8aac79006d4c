import path from "node:path";
import { defineConfig } from "vitest/config";

const resolve = { alias: { "@": path.resolve("."), "server-only": path.resolve("db/testing/server-only.ts") } };
const rooms = "{app,bin,components,db,inngest,server}";

export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      {
        resolve,
        test: { name: "unit", include: [`${rooms}/**/*.test.ts`], exclude: ["**/*.db.test.ts", "**/*.chaos.test.ts"] },
      },
      {
        resolve,
        test: {
          name: "database",
          include: [`${rooms}/**/*.db.test.ts`],
          globalSetup: "db/testing/cluster.ts",
          setupFiles: "db/testing/database.ts",
        },
      },
      {
        resolve,
        test: {
          name: "chaos",
          include: [`${rooms}/**/*.chaos.test.ts`],
          globalSetup: "db/testing/cluster.ts",
          setupFiles: "db/testing/database.ts",
          testTimeout: 300_000,
        },
      },
    ],
  },
});
