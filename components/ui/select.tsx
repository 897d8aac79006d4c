import type { SelectHTMLAttributes } from "react";
import { classNames } from "./class-names";
import { ChevronDown } from "./icons";
import { controlClass } from "./input";

export function Select({ className, ...rest }: SelectHTMLAttributes<HTMLSelectElement>) {
  if (rest.multiple) return <select className={classNames(controlClass, "py-1", className)} {...rest} />;
  return (
    <span className={classNames("relative block", className)}>
      <select className={classNames(controlClass, "h-9 appearance-none truncate pr-8")} {...rest} />
      <ChevronDown className="pointer-events-none absolute top-2.5 right-2.5 text-muted" />
    </span>
  );
}
