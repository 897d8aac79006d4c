"use client";

import { Check, Copy, Link2 } from "lucide-react";
import { useEffect, useState } from "react";
import { t } from "@/server/language/text";
import { Button, type ButtonVariant } from "./button";

interface Props {
  /** What is copied. An address that begins with "/" is made absolute with this page's origin. */
  text: string;
  label: string;
  variant?: ButtonVariant;
  size?: "small" | "medium" | "icon";
  disabled?: boolean;
}

/** Puts text on the clipboard and answers "Copied". */
export function CopyButton({ text, label, variant, size, disabled }: Props) {
  const [answer, setAnswer] = useState<string | null>(null);
  const copied = t("Copied");

  useEffect(() => {
    if (answer === null) return;
    const timer = setTimeout(() => setAnswer(null), 2000);
    return () => clearTimeout(timer);
  }, [answer]);

  async function copy() {
    const full = /^\/(?!\/)/.test(text) ? new URL(text, location.origin).href : text;
    setAnswer((await copyText(full)) ? copied : t("Press Ctrl+C to copy"));
  }

  const Icon = answer === copied ? Check : text.startsWith("/") ? Link2 : Copy;
  return (
    <Button
      variant={variant}
      size={size}
      disabled={disabled}
      onClick={copy}
      {...(size === "icon" ? { "aria-label": answer ?? label, title: label } : {})}
    >
      <Icon />
      {size === "icon" ? null : <span>{answer ?? label}</span>}
      <span role="status" className="sr-only">
        {answer}
      </span>
    </Button>
  );
}

/** The clipboard API exists on secure origins only; on plain http an invisible selection does it. */
async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard && window.isSecureContext) {
    const done = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    if (done) return true;
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "fixed opacity-0";
  const host = document.querySelector("dialog[open]") ?? document.body;
  host.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
