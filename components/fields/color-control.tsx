"use client";

import { useRef, useState } from "react";
import { t } from "@/server/language/text";
import { Input } from "../ui/input";

interface Props {
  /** The attributes of the text field. */
  text: Record<string, string | boolean | undefined>;
  name: string;
}

/** A colour as a text for the script, a name or hexadecimal, next to the browser's colour picker. */
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
        aria-label={t("Choose a colour for {field}", { field: name })}
        value={toHex(shown)}
        onChange={(event) => pick(event.target.value)}
        className="h-9 w-11 shrink-0 cursor-pointer rounded-control border border-edge bg-surface p-1 [@media(scripting:none)]:hidden"
      />
    </span>
  );
}

/** The colour for the picker, which knows no names: it shows black for them. */
function toHex(text: string): string {
  if (/^#[\da-f]{3}$/i.test(text)) return text.replace(/[\da-f]/gi, "$&$&");
  return /^#[\da-f]{6}$/i.test(text) ? text : "#000000";
}
