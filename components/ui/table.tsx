import type { ReactNode, TdHTMLAttributes, ThHTMLAttributes } from "react";
import { t } from "@/server/language/text";
import { classNames } from "./class-names";
import { scrollableAttributes } from "./scrollable";

interface TableProps {
  label: string;
  /** Whether it contains no links or controls, so that the keyboard must reach the table itself to scroll it. */
  isTextOnly?: boolean;
  children: ReactNode;
}

/** A table that scrolls horizontally if the page is too narrow. */
export function Table({ label, isTextOnly, children }: TableProps) {
  return (
    <section
      aria-label={label}
      className="overflow-x-auto rounded-control border border-line bg-surface focus-visible:-outline-offset-2"
      {...(isTextOnly ? scrollableAttributes : {})}
    >
      <table className="w-full border-collapse text-14">{children}</table>
    </section>
  );
}

export function Th({ className, ...rest }: ThHTMLAttributes<HTMLTableCellElement>) {
  return (
    <th
      scope="col"
      className={classNames("h-9 px-2 text-left sm:px-3 text-12 font-medium whitespace-nowrap text-muted", className)}
      {...rest}
    />
  );
}

/** The heading of a column that contains buttons. */
export function ActionsTh() {
  return (
    <Th>
      <span className="sr-only">{t("Actions")}</span>
    </Th>
  );
}

export function Td({ className, ...rest }: TdHTMLAttributes<HTMLTableCellElement>) {
  return <td className={classNames("h-9 border-t border-line px-2 py-1.5 sm:px-3", className)} {...rest} />;
}
