import { rawEnvironment } from "@/server/env";
import { startWorker } from "../worker";
import { requestedIsolation } from "./isolation";

// A worker in its own process, for tests that kill it.
const worker = await startWorker({
  slots: Number(rawEnvironment().WOOEY_TEST_SLOTS ?? 4),
  ...requestedIsolation(),
  onLog: (line) => console.error(line),
  onLeaseLost: () => process.exit(1),
});
process.send?.(worker.id);
process.on("disconnect", () => process.exit(0));
