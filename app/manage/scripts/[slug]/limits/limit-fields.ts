import type { LimitField } from "@/components/manage/script-rules-form";
import type { ScriptLimits } from "@/db/schema";
import { env } from "@/server/env";
import { t } from "@/server/language/text";

const MB = 1024 ** 2;

/** A field for each limit of a script, with the instance's limit that applies where it is blank. */
export function limitFields(own: ScriptLimits): LimitField[] {
  const all = env();
  const inMb = (bytes: number | undefined) => (bytes === undefined ? undefined : Math.round(bytes / MB));
  const field = (name: string, label: string, value: number | undefined, instance: number | null, help: string) => ({
    name,
    label,
    own: value,
    instance,
    help,
  });
  const { WOOEY_LIMIT_RUN_SECONDS: run, WOOEY_LIMIT_CPU_SECONDS: cpu, WOOEY_LIMIT_JOB_FOLDER: folder } = all;
  return [
    field("runSeconds", t("Run time (s)"), own.runSeconds, run, t("A job that runs longer is stopped.")),
    field("cpuSeconds", t("CPU time (s)"), own.cpuSeconds, cpu, t("Of all processes together.")),
    field(
      "memoryMb",
      t("Memory (MB)"),
      inMb(own.memoryBytes),
      all.WOOEY_LIMIT_MEMORY / MB,
      t("Of all processes together."),
    ),
    field(
      "jobFolderMb",
      t("Files (MB)"),
      inMb(own.jobFolderBytes),
      folder / MB,
      t("How much a job may write to its folder."),
    ),
    field(
      "processes",
      t("Processes"),
      own.processes,
      all.WOOEY_LIMIT_PROCESSES,
      t("At the same time, including threads."),
    ),
    field("openFiles", t("Open files"), own.openFiles, all.WOOEY_LIMIT_OPEN_FILES, t("At the same time, per process.")),
    field(
      "concurrent",
      t("Concurrent jobs"),
      own.concurrent,
      null,
      t("More jobs wait; jobs of other scripts can run first."),
    ),
  ];
}
