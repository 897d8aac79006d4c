import type { ShownEnvironment } from "@/server/environments/overview";
import { t } from "@/server/language/text";
import { fill } from "../ui/fill";
import { Link } from "../ui/link";
import { environmentPath } from "./environment-path";
import { EnvironmentStateBadge } from "./environment-state";

/** The state of a script's Python packages, with a link to their build and the build's log. */
export function EnvironmentText({ shown }: { shown: ShownEnvironment }) {
  const { environment, state } = shown;
  return (
    <p className="flex flex-wrap items-center gap-x-2">
      {fill(t("Python packages: {state}"), { state: <EnvironmentStateBadge state={state} /> })}
      <Link href={environmentPath(shown) ?? "/manage/environments/"} className="text-accent underline">
        {environment ? environment.name : t("Environment")}
      </Link>
    </p>
  );
}
