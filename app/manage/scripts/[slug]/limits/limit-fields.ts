import type { LimitField } from "@/components/manage/script-rules-form";
import type { ScriptLimits } from "@/db/schema";
import { env } from "@/server/env";
import { t } from "@/server/language/text";

const bytesPerMb = 1024 ** 2;

/** A field for each limit of a script, with the limit of the instance that applies if it is blank. */
export function limitFields(limits: ScriptLimits): LimitField[] {
  const instance = env();
  return [
    {
      name: "runSeconds",
      label: t("Run time (s)"),
      value: limits.runSeconds,
      instanceValue: instance.WOOEY_LIMIT_RUN_SECONDS,
      help: t("A job that runs longer is stopped."),
    },
    {
      name: "cpuSeconds",
      label: t("CPU time (s)"),
      value: limits.cpuSeconds,
      instanceValue: instance.WOOEY_LIMIT_CPU_SECONDS,
      help: t("Of all processes together."),
    },
    {
      name: "memoryMb",
      label: t("Memory (MB)"),
      value: toMb(limits.memoryBytes),
      instanceValue: instance.WOOEY_LIMIT_MEMORY / bytesPerMb,
      help: t("Of all processes together."),
    },
    {
      name: "jobFolderMb",
      label: t("Files (MB)"),
      value: toMb(limits.jobFolderBytes),
      instanceValue: instance.WOOEY_LIMIT_JOB_FOLDER / bytesPerMb,
      help: t("How much a job may write to its folder."),
    },
    {
      name: "processes",
      label: t("Processes"),
      value: limits.processes,
      instanceValue: instance.WOOEY_LIMIT_PROCESSES,
      help: t("At the same time, including threads."),
    },
    {
      name: "openFiles",
      label: t("Open files"),
      value: limits.openFiles,
      instanceValue: instance.WOOEY_LIMIT_OPEN_FILES,
      help: t("At the same time, per process."),
    },
    {
      name: "concurrent",
      label: t("Concurrent jobs"),
      value: limits.concurrent,
      instanceValue: null,
      help: t("More jobs wait; jobs of other scripts can run first."),
    },
  ];
}

/** The fields for what a job needs of a worker, apart from tags. */
export function needFields(limits: ScriptLimits): LimitField[] {
  return [
    {
      name: "gpus",
      label: t("GPUs"),
      value: limits.gpus,
      instanceValue: 0,
      help: t("Each job has its GPUs for itself; their numbers are in CUDA_VISIBLE_DEVICES."),
    },
    {
      name: "requestedCpus",
      label: t("Processors"),
      value: limits.requestedCpus,
      instanceValue: 0,
      help: t("That many must not be requested by other jobs of the machine."),
    },
    {
      name: "requestedMemoryMb",
      label: t("Requested memory (MB)"),
      value: toMb(limits.requestedMemoryBytes),
      instanceValue: 0,
      help: t("That much must not be requested by other jobs of the machine."),
    },
  ];
}

function toMb(bytes: number | undefined): number | undefined {
  return bytes === undefined ? undefined : Math.round(bytes / bytesPerMb);
}
