"use client";

import { useRef, useState } from "react";
import { t } from "@/server/language/text";
import { Input } from "../ui/input";

interface Props {
  /** The props of the text field. */
  text: Record<string, string | boolean | undefined>;
  name: string;
}

/** A colour as the script writes it, by a name or in hex, with the browser's own picker beside it. */
export function ColorControl({ text, name }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(String(text.defaultValue ?? text.placeholder ?? ""));

  function pick(color: string) {
    if (!input.current) return;
    input.current.value = color;
    input.current.dispatchEvent(new Event("input", { bubbles: true }));
    setShown(color);
  }

  return (
    <span className="flex gap-2 sm:max-w-52">
      <Input
        {...text}
        ref={input}
        type="text"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setShown(event.target.value)}
        className="min-w-0 flex-1 font-mono text-13"
      />
      <input
        type="color"
        aria-label={t("Pick a colour for {field}", { field: name })}
        value={toHex(shown)}
        onChange={(event) => pick(event.target.value)}
        className="h-9 w-11 shrink-0 cursor-pointer rounded-control border border-edge bg-surface p-1 [@media(scripting:none)]:hidden"
      />
    </span>
  );
}

/** What a colour picker can show: black for a name, which it does not know. */
function toHex(text: string): string {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(text);
  if (short)
    return `#${short
      .slice(1)
      .map((digit) => digit + digit)
      .join("")}`;
  return /^#[\da-f]{6}$/i.test(text) ? text : "#000000";
}
