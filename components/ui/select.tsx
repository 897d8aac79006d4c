import type { SelectHTMLAttributes } from "react";
import { classNames } from "./class-names";
import { controlClass } from "./input";

export function Select({ className, ...rest }: SelectHTMLAttributes<HTMLSelectElement>) {
  if (rest.multiple) return <select className={classNames(controlClass, "py-1", className)} {...rest} />;
  return (
    <span className={classNames("select", className)}>
      <select className={controlClass} {...rest} />
    </span>
  );
}
