import { spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { startEmbeddedPostgres } from "@/db/embedded";
import { isDataFolderInUse, lockDataFolder } from "./instance-lock";
import { aFolder, hold, removeHolders, signal } from "./testing/holders";

afterAll(removeHolders);

describe.skipIf(spawnSync("unshare", ["-pf", "--mount-proc", "true"]).status !== 0)(
  "between containers",
  { timeout: 60_000 },
  () => {
    test.concurrent("the lock holds while its holder runs, and a few seconds after it was killed it is free", async () => {
      const folder = aFolder();
      const first = await hold("lock", folder, { inContainer: true });
      expect(first.printed).toBe("held");
      expect(isDataFolderInUse(folder)).toBe(true);
      await expect(lockDataFolder(folder)).rejects.toThrow(/already running .* in another container or machine\)/);
      expect((await hold("lock", folder, { inContainer: true })).printed).toMatch(/already running/);
      signal(first.pid(), "SIGKILL");
      const startedAt = Date.now();
      (await lockDataFolder(folder)).release();
      expect(Date.now() - startedAt).toBeLessThan(9_000);
    });

    test.concurrent("a holder that was stopped for so long that another one took the folder ends", async () => {
      const folder = aFolder();
      const first = await hold("lock", folder, { inContainer: true });
      signal(first.pid(), "SIGSTOP");
      const lock = await lockDataFolder(folder);
      const ended = once(first.child, "exit");
      signal(first.pid(), "SIGCONT");
      await ended;
      expect(isDataFolderInUse(folder)).toBe(true);
      lock.release();
    });

    test.concurrent("PostgreSQL never runs twice on a folder, even without the lock of the data folder", async () => {
      const folder = aFolder();
      const first = await hold("postgres", folder, { inContainer: true });
      expect(first.printed).toBe("held");
      const refusal = /Another PostgreSQL runs on .*, in another container or on another host\. Stop/;
      await expect(startEmbeddedPostgres({ folder, throwaway: true })).rejects.toThrow(refusal);
      // Its socket does not answer, as from another host; its files are locked.
      const socket = path.join(folder, "pg18", ".s.PGSQL.5432");
      fs.renameSync(socket, `${socket}.away`);
      await expect(startEmbeddedPostgres({ folder, throwaway: true })).rejects.toThrow(refusal);
      fs.renameSync(`${socket}.away`, socket);
      expect(fs.existsSync(path.join(folder, "pg18", "postmaster.pid"))).toBe(true);
      signal(first.pid(), "SIGKILL");
      await once(first.child, "exit");
      const server = await startEmbeddedPostgres({ folder, throwaway: true });
      await server.stop();
    });
  },
);
