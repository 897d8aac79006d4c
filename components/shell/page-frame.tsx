import type { ReactNode } from "react";
import { classNames } from "../ui/class-names";

interface Props {
  /** Limits the width, for forms and prose. Tables use the full width. */
  narrow?: boolean;
  className?: string;
  children: ReactNode;
}

/** The contents of a page. */
export function PageFrame({ narrow, className, children }: Props) {
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
