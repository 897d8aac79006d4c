"use client";

import { CircleDashed, LoaderCircle } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type OpenCounts, useJobEvents } from "./use-job-events";

/** How many of one's own jobs wait and run, as they change; a link to them. */
export function OpenJobs(first: OpenCounts) {
  const { waiting, running } = useJobEvents(usePathname()) ?? first;
  const count = (n: number) => (n >= 1000 ? "999+" : n);
  if (waiting + running === 0) return null;
  return (
    <Link
      href="/jobs/?status=open"
      prefetch={false}
      className="inline-flex h-9 items-center gap-2.5 rounded-control px-2 text-13 whitespace-nowrap tabular hover:bg-hover"
    >
      {waiting > 0 ? (
        <span className="inline-flex items-center gap-1 text-waiting">
          <CircleDashed aria-hidden size={16} />
          {count(waiting)} <span className="max-lg:sr-only">waiting</span>
        </span>
      ) : null}
      {running > 0 ? (
        <span className="inline-flex items-center gap-1 text-running">
          <LoaderCircle aria-hidden size={16} className="turning" />
          {count(running)} <span className="max-lg:sr-only">running</span>
        </span>
      ) : null}
    </Link>
  );
}
