import type { ReactNode } from "react";
import { classNames } from "../ui/class-names";

/** The frame of a page's content: `narrow` for forms and reading, full for tables and work. */
export function PageFrame({
  narrow,
  className,
  children,
}: {
  narrow?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div
      className={classNames(
        "mx-auto flex flex-col gap-5 px-4 py-5 sm:px-6 sm:py-6",
        narrow ? "max-w-form" : "max-w-page",
        className,
      )}
    >
      {children}
    </div>
  );
}
