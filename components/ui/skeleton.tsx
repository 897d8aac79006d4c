import { classNames } from "./class-names";

/** Holds the place of what is still loading. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classNames("breathing rounded-control bg-sunken", className)} />;
}
