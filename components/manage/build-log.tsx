"use client";

import { useEffect, useRef } from "react";
import { t } from "@/server/language/text";
import { controlClass } from "../ui/input";

/** A build log. While it grows, its end stays visible unless the user scrolls up. */
export function BuildLog({ text, isGrowing }: { text: string; isGrowing: boolean }) {
  const frame = useRef<HTMLTextAreaElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    const element = frame.current;
    if (element && text && follows.current) element.scrollTop = element.scrollHeight;
  }, [text]);
  return (
    <label className="flex flex-col gap-1 font-medium">
      {isGrowing ? t("Build log (live)") : t("Build log")}
      <textarea
        ref={frame}
        readOnly
        value={text}
        rows={Math.min(Math.max(text.split("\n").length, 6), 18)}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          follows.current = scrollHeight - scrollTop - clientHeight < 24;
        }}
        className={`${controlClass} bg-sunken py-2 font-mono text-13 font-normal`}
      />
    </label>
  );
}
