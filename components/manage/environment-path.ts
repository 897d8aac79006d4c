import type { ShownEnvironment } from "@/server/environments/overview";

/** The path of an environment's page; null if it has none yet. */
export function environmentPath({ environment, built }: ShownEnvironment): string | null {
  if (environment) return `/manage/environments/${environment.id}/`;
  return built ? `/manage/environments/built/${built.key}/` : null;
}
