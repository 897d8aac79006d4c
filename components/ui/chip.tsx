import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { Link } from "./link";

/** A filter as a link, highlighted while it is active. */
export function Chip({ href, isActive, children }: { href: string; isActive: boolean; children: ReactNode }) {
  return (
    <Link
      href={href}
      aria-current={isActive ? "true" : undefined}
      className={classNames(
        "inline-flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-13 whitespace-nowrap",
        isActive
          ? "border-accent bg-accent-soft font-medium text-accent-strong"
          : "border-line bg-surface hover:bg-hover",
      )}
    >
      {children}
    </Link>
  );
}
