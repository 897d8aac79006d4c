"use client";

import { Check, Copy, Link2 } from "lucide-react";
import { useEffect, useState } from "react";
import { t } from "@/server/language/text";
import { Button, type ButtonVariant } from "./button";

interface Props {
  /** The text to copy. A path that starts with "/" is copied as a full URL of this site. */
  text: string;
  label: string;
  variant?: ButtonVariant;
  size?: "small" | "medium" | "icon";
  disabled?: boolean;
}

/** Copies a text to the clipboard and confirms with "Copied". */
export function CopyButton({ text, label, variant, size, disabled }: Props) {
  const [status, setStatus] = useState<string | null>(null);
  const copied = t("Copied");

  useEffect(() => {
    if (status === null) return;
    const timer = setTimeout(() => setStatus(null), 2000);
    return () => clearTimeout(timer);
  }, [status]);

  async function copy() {
    const full = /^\/(?!\/)/.test(text) ? new URL(text, location.origin).href : text;
    setStatus((await copyText(full)) ? copied : t("Press Ctrl+C to copy"));
  }

  const CopyIcon = text.startsWith("/") ? Link2 : Copy;
  return (
    <Button
      variant={variant}
      size={size}
      disabled={disabled}
      onClick={copy}
      {...(size === "icon" ? { "aria-label": status ?? label, title: label } : {})}
    >
      {status === copied ? <Check /> : <CopyIcon />}
      {size === "icon" ? null : <span>{status ?? label}</span>}
      <span role="status" className="sr-only">
        {status}
      </span>
    </Button>
  );
}

/** Copies a text. The clipboard API needs a secure origin; on plain HTTP, an invisible selection is copied instead. */
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
