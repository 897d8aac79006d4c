import type { ShownEnvironment } from "@/server/environments/overview";
import { t } from "@/server/language/text";
import { fill } from "../ui/fill";
import { Link } from "../ui/link";
import { EnvironmentStateBadge } from "./environment-state";

/** How far a script's Python packages are, with the way to their build and its log. */
export function EnvironmentText({ shown: { environment, built, state } }: { shown: ShownEnvironment }) {
  const href = environment
    ? `/manage/environments/${environment.id}/`
    : built
      ? `/manage/environments/built/${built.key}/`
      : "/manage/environments/";
  return (
    <p className="flex flex-wrap items-center gap-x-2">
      {fill(t("Python packages: {state}"), { state: <EnvironmentStateBadge state={state} /> })}
      <Link href={href} className="text-accent underline">
        {environment ? environment.name : t("Environment")}
      </Link>
    </p>
  );
}
