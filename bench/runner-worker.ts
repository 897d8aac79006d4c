import { startEngine } from "@/inngest/engine/engine";
import { engineHandler } from "@/inngest/functions/handler";
import { startWorker } from "@/server/runner/worker";
import type { IsolationLevel } from "@/server/sandbox/command";

// The worker of bench/runner.ts: like bin/programs/worker.ts, at the requested level.
const [, , level, slots] = process.argv;
process.on("disconnect", () => process.exit(0));
const worker = await startWorker({
  slots: Number(slots),
  isolation: Number(level) as IsolationLevel, // bench/runner.ts passes one of the four.
  onLog: (line) => console.error(line),
});
await startEngine({ handler: engineHandler, shouldYield: worker.isUnderPressure });
process.send?.("ready");
