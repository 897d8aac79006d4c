import { useState } from "react";
import { phrase, t } from "@/server/language/text";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { CopyButton } from "../ui/copy-button";
import type { Preview } from "./form-logic";
import type { CommandState } from "./use-command";

const kinds = [
  { key: "shell", label: phrase("Shell") },
  { key: "curl", label: "curl" },
  { key: "python", label: "Python" },
] as const;

interface Props {
  preview: Preview | null;
  /** While it is not what the form says, it cannot be copied. */
  state: CommandState;
  path: string;
  fallback: string;
}

/** The form as a command, live: as one would type it, and as calls of the HTTP API. */
export function CommandPanel({ preview, state, path, fallback }: Props) {
  const [kind, setKind] = useState<(typeof kinds)[number]["key"]>("shell");
  const text = preview?.[kind] ?? fallback;
  const isBehind = state !== "current";
  return (
    <section aria-label={t("Command line")} className="rounded-control border border-line bg-surface">
      <div className="flex items-center gap-0.5 border-b border-line p-1">
        {kinds.map((each) => (
          <Button
            key={each.key}
            variant={kind === each.key ? "pressed" : "quiet"}
            size="small"
            aria-pressed={kind === each.key}
            onClick={() => setKind(each.key)}
          >
            {t(each.label)}
          </Button>
        ))}
        <span className="ml-auto">
          <CopyButton text={text} label={t("Copy")} size="small" variant="quiet" disabled={isBehind} />
        </span>
      </div>
      <pre
        aria-busy={state === "late"}
        className={classNames(
          "max-h-64 min-h-16 overflow-auto p-3 font-mono text-13 break-all whitespace-pre-wrap",
          isBehind && "text-muted",
        )}
      >
        {kind === "shell" ? <span className="text-faint select-none">$ </span> : null}
        <code>{text}</code>
      </pre>
      {state === "failed" ? (
        <p role="status" className="px-3 pb-2 text-13 text-failed">
          {t("The server did not answer: this is the command as it was. It is asked again with the next change.")}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-1 border-t border-line p-1">
        <CopyButton
          text={preview?.link ?? path}
          label={t("Copy link to this form")}
          size="small"
          variant="quiet"
          disabled={isBehind}
        />
      </div>
    </section>
  );
}
