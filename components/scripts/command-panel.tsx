import { useState } from "react";
import { phrase, t } from "@/server/language/text";
import type { CommandPreview } from "@/server/scripts/evaluate-form";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { CopyButton } from "../ui/copy-button";
import type { CommandState } from "./use-command";

const formats = [
  { key: "shell", label: phrase("Shell") },
  { key: "curl", label: "curl" },
  { key: "python", label: "Python" },
  { key: "javascript", label: "JavaScript" },
] as const;

interface Props {
  preview: CommandPreview | null;
  /** Whether the command matches the form. It can be copied only if it does. */
  state: CommandState;
  path: string;
  fallback: string;
}

/** The values of the form as a command for a shell and as calls of the HTTP API, updated while the form changes. */
export function CommandPanel({ preview, state, path, fallback }: Props) {
  const [format, setFormat] = useState<(typeof formats)[number]["key"]>("shell");
  const text = preview?.[format] ?? fallback;
  const isOutdated = state !== "current";
  return (
    <section aria-label={t("Command line")} className="rounded-control border border-line bg-surface">
      <div className="flex items-center gap-0.5 border-b border-line p-1">
        {formats.map((each) => (
          <Button
            key={each.key}
            variant={format === each.key ? "pressed" : "quiet"}
            size="small"
            aria-pressed={format === each.key}
            onClick={() => setFormat(each.key)}
          >
            {t(each.label)}
          </Button>
        ))}
        <span className="ml-auto">
          <CopyButton text={text} label={t("Copy")} size="small" variant="quiet" disabled={isOutdated} />
        </span>
      </div>
      <pre
        aria-busy={state === "updating"}
        className={classNames(
          "max-h-64 min-h-16 overflow-auto p-3 font-mono text-13 break-all whitespace-pre-wrap",
          isOutdated && "text-muted",
        )}
      >
        {format === "shell" ? <span className="text-faint select-none">$ </span> : null}
        <code>{text}</code>
      </pre>
      {state === "failed" ? (
        <p role="status" className="px-3 pb-2 text-13 text-failed">
          {t("The server did not respond, so this command may be out of date. It is updated with your next change.")}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-1 border-t border-line p-1">
        <CopyButton
          text={preview?.link ?? path}
          label={t("Copy link to this form")}
          size="small"
          variant="quiet"
          disabled={isOutdated}
        />
      </div>
    </section>
  );
}
