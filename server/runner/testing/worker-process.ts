import { startWorker } from "../worker";
import { requestedIsolation } from "./isolation";

// A worker in its own process, for tests that kill it.
const worker = await startWorker({ slots: 4, ...requestedIsolation(), onLog: (line) => console.error(line) });
process.send?.(worker.id);
process.on("disconnect", () => process.exit(0));
