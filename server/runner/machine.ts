import { execFile } from "node:child_process";
import os from "node:os";
import { promisify } from "node:util";
import { childEnvironment, env } from "@/server/env";

/** What a worker offers to jobs that need more than a slot. */
export interface MachineOffer {
  tags: string[];
  /** The numbers of its GPUs. */
  gpus: number[];
  memoryBytes: number;
  cpus: number;
}

const NVIDIA_TIMEOUT_MS = 10_000;

/** What this machine offers: the tags and GPUs of the settings, else the GPUs that `nvidia-smi` lists. */
export async function machineOffer(): Promise<MachineOffer> {
  const { WOOEY_WORKER_TAGS: tags, WOOEY_WORKER_GPUS: gpus } = env();
  return {
    tags: [...new Set(tags)],
    gpus: gpus ?? (await listGpus()),
    memoryBytes: os.totalmem(),
    cpus: os.availableParallelism(),
  };
}

/** The numbers by which `nvidia-smi` lists the GPUs of this machine; none without the program or its driver. */
export async function listGpus(): Promise<number[]> {
  try {
    const { stdout } = await promisify(execFile)("nvidia-smi", ["--query-gpu=index", "--format=csv,noheader"], {
      env: childEnvironment({}),
      timeout: NVIDIA_TIMEOUT_MS,
    });
    return stdout
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => /^\d{1,3}$/.test(line))
      .map(Number);
  } catch {
    return [];
  }
}
