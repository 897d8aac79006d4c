"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { t } from "@/server/language/text";
import { Key } from "../ui/key";

/** A search box for scripts. The home page searches while you type, other pages on Enter. The key "/" focuses it. */
export function SearchBox({ icon }: { icon: ReactNode }) {
  const router = useRouter();
  const pathname = usePathname();
  const query = useSearchParams().get("q") ?? "";
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      // The target of a key event is always an element.
      const isTyping = (event.target as HTMLElement).closest("input, textarea, select, [contenteditable], dialog");
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);

  // The input shows the text from the address, for instance after going back, except while the user types.
  useEffect(() => {
    if (input.current && document.activeElement !== input.current) input.current.value = pathname === "/" ? query : "";
  }, [pathname, query]);

  function search(text: string) {
    clearTimeout(timer.current);
    const target = text.trim() ? `/?q=${encodeURIComponent(text.trim())}` : "/";
    if (pathname === "/") router.replace(target, { scroll: false });
    else router.push(target);
  }

  return (
    <search className="min-w-0 flex-1 sm:max-w-96">
      <form
        action="/"
        onSubmit={(event) => {
          event.preventDefault();
          search(input.current?.value ?? "");
        }}
        className="relative"
      >
        <span className="pointer-events-none absolute top-2.5 left-2.5 text-faint">{icon}</span>
        <input
          ref={input}
          type="search"
          name="q"
          aria-label={t("Search scripts")}
          placeholder={t("Search scripts")}
          autoComplete="off"
          defaultValue={pathname === "/" ? query : ""}
          onChange={(event) => {
            if (pathname !== "/") return;
            const text = event.target.value;
            clearTimeout(timer.current);
            timer.current = setTimeout(() => search(text), 120);
          }}
          className="h-9 w-full rounded-control border border-edge bg-surface pr-2 pl-8 text-14 sm:pr-8"
        />
        <span aria-hidden className="pointer-events-none absolute top-2 right-2.5 hidden sm:inline">
          <Key>/</Key>
        </span>
      </form>
    </search>
  );
}
