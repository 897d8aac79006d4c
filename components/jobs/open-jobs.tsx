"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { t } from "@/server/language/text";
import { Link } from "../ui/link";
import { type OpenCounts, useJobEvents } from "./use-job-events";

interface Props {
  /** Rendered by the server, so that pages need no JavaScript for them. */
  icons: { waiting: ReactNode; running: ReactNode };
  counts: OpenCounts;
}

/** The live numbers of the user's waiting and running jobs, as a link to them. */
export function OpenJobs({ icons, counts }: Props) {
  const { waiting, running } = useJobEvents(usePathname()) ?? counts;
  const count = (n: number) => (n >= 1000 ? "999+" : n);
  if (waiting + running === 0) return null;
  return (
    <Link
      href="/jobs/?status=open"
      className="inline-flex h-9 items-center gap-2.5 rounded-control px-2 text-13 whitespace-nowrap tabular hover:bg-hover"
    >
      {waiting > 0 ? (
        <span className="inline-flex items-center gap-1 text-waiting">
          {icons.waiting}
          {count(waiting)} <span className="max-lg:sr-only">{t("waiting")}</span>
        </span>
      ) : null}
      {running > 0 ? (
        <span className="inline-flex items-center gap-1 text-running">
          {icons.running}
          {count(running)} <span className="max-lg:sr-only">{t("running")}</span>
        </span>
      ) : null}
    </Link>
  );
}
