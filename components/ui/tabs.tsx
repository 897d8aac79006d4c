import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { Link } from "./link";

export interface Tab {
  href: string;
  label: ReactNode;
  current: boolean;
}

/** Tabs as links, each with its own address. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  return (
    <nav aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.current ? "page" : undefined}
          className={classNames(
            "-mb-px inline-flex h-9 items-center gap-1.5 border-b-2 px-3 whitespace-nowrap focus-visible:-outline-offset-2",
            tab.current
              ? "border-accent font-medium text-ink [scroll-initial-target:nearest]"
              : "border-transparent text-muted hover:text-ink",
          )}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
