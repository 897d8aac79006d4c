import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { Link } from "./link";

/** A filter that is a link: pressed when it is on. */
export function Chip({ href, on, children }: { href: string; on: boolean; children: ReactNode }) {
  return (
    <Link
      href={href}
      aria-current={on ? "true" : undefined}
      className={classNames(
        "inline-flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-13 whitespace-nowrap",
        on ? "border-accent bg-accent-soft font-medium text-accent-strong" : "border-line bg-surface hover:bg-hover",
      )}
    >
      {children}
    </Link>
  );
}
