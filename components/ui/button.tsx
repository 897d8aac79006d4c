import type { ButtonHTMLAttributes, ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names";
import { Link } from "./link";

export type ButtonVariant = "primary" | "plain" | "quiet" | "danger" | "pressed";

export type ButtonSize = "small" | "medium" | "icon" | "tiny";

const variants: Record<ButtonVariant, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong border-transparent font-medium",
  plain: "bg-surface text-ink border-line hover:bg-hover",
  quiet: "bg-transparent text-ink border-transparent hover:bg-hover",
  pressed: "bg-accent-soft text-accent-strong border-transparent",
  danger: "bg-surface text-failed border-line hover:bg-failed-soft",
};

/** The classes of a button, for other elements that look like one. */
export function buttonClass(variant: ButtonVariant = "plain", size: ButtonSize = "medium"): string {
  const sizes = {
    small: "h-7 px-2 text-13",
    medium: "h-9 px-3 text-14",
    icon: "h-9 w-9",
    tiny: "h-7 w-7",
  };
  return classNames(
    "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control border whitespace-nowrap select-none",
    "transition-colors disabled:opacity-50 aria-disabled:opacity-50",
    variants[variant],
    sizes[size],
  );
}

interface ButtonStyle {
  variant?: ButtonVariant;
  size?: ButtonSize;
  children: ReactNode;
}

export function Button({
  variant,
  size,
  className,
  type = "button",
  ...rest
}: ButtonStyle & ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button type={type} className={classNames(buttonClass(variant, size), className)} {...rest} />;
}

export function ButtonLink({ variant, size, className, href, ...rest }: ButtonStyle & ComponentProps<typeof Link>) {
  return <Link href={href} className={classNames(buttonClass(variant, size), className)} {...rest} />;
}
