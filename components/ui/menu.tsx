import type { ButtonHTMLAttributes, ReactNode } from "react";
import { type ButtonVariant, buttonClass } from "./button";
import { classNames } from "./class-names";
import { Link } from "./link";

interface Props {
  id: string;
  label: ReactNode;
  /** The accessible name; needed if the label is an icon. */
  name?: string;
  variant?: ButtonVariant;
  size?: "small" | "medium" | "icon";
  className?: string;
  children: ReactNode;
}

/** A button and the panel that it opens. The panel is a native popover, so Escape and a click elsewhere close it. */
export function Menu({ id, label, name, variant = "plain", size = "medium", className, children }: Props) {
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={name}
        className={classNames(buttonClass(variant, size), className)}
      >
        {label}
      </button>
      <div
        id={id}
        popover="auto"
        className="menu-panel min-w-48 rounded-control border border-line bg-raised p-1 text-ink shadow-float"
      >
        {children}
      </div>
    </>
  );
}

const itemClass =
  "flex min-h-9 w-full items-center gap-2 rounded-[4px] px-2.5 py-1 text-left text-14 hover:bg-hover focus-visible:-outline-offset-2";

export function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className={itemClass}>
      {children}
    </Link>
  );
}

export function MenuButton({ className, ...rest }: ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button className={classNames(itemClass, className)} {...rest} />;
}

/** The text of an entry whose consequence needs a sentence. */
export function MenuText({ title, note }: { title: string; note: string }) {
  return (
    <span>
      {title}
      <span className="block text-13 text-muted">{note}</span>
    </span>
  );
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <p className="px-2.5 pt-2 pb-1 text-12 font-medium text-faint">{children}</p>;
}
