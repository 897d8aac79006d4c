"use client";

import type { ReactNode } from "react";

/**
 * A link to the sign-in page, which leads back to the page that is open when the link is used. Without JavaScript, the
 * sign-in page finds out from the referrer.
 */
export function SignInLink({ className, children }: { className: string; children: ReactNode }) {
  const comeBack = (link: HTMLAnchorElement) => {
    const path = location.pathname + location.search;
    link.href = path === "/" ? "/login/" : `/login/?next=${encodeURIComponent(path)}`;
  };
  return (
    <a
      href="/login/"
      onPointerDown={(event) => comeBack(event.currentTarget)}
      onFocus={(event) => comeBack(event.currentTarget)}
      onClick={(event) => comeBack(event.currentTarget)}
      className={className}
    >
      {children}
    </a>
  );
}
