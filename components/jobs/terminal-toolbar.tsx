import { ArrowDown, ArrowDownToLine, ArrowUp, Download, WrapText } from "lucide-react";
import { t } from "@/server/language/text";
import { Button, buttonClass } from "../ui/button";
import { hitsMax } from "./terminal-find";

interface Props {
  lineCount: number;
  needle: string;
  /** Null while the server searches. */
  hitCount: number | null;
  hit: number;
  wraps: boolean;
  follows: boolean;
  downloadUrl: string;
  onFind: (needle: string) => void;
  onStep: (by: 1 | -1) => void;
  onWrap: () => void;
  onFollow: () => void;
}

/** The toolbar of the output: number of lines, search, line wrapping, following the output, and download. */
export function TerminalToolbar(props: Props) {
  const { needle, hitCount, hit } = props;
  const count = props.lineCount;
  return (
    <div className="flex flex-wrap items-center gap-1 border-b border-line py-1 pr-1 pl-3" data-screen-only>
      <h2 className="mr-auto font-semibold">
        {t("Output")}{" "}
        <span className="ml-1 font-normal text-faint tabular">
          {t("{count, plural, one {# line} other {# lines}}", { count })}
        </span>
      </h2>
      <search className="flex items-center gap-1">
        <input
          type="search"
          aria-label={t("Find in output")}
          placeholder={t("Find")}
          value={needle}
          onChange={(event) => props.onFind(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") props.onStep(event.shiftKey ? -1 : 1);
          }}
          className="h-7 w-20 rounded-control min-[26rem]:w-28 border border-edge bg-surface px-2 text-13 sm:w-40"
        />
        {needle ? (
          <>
            <output className="text-12 text-muted">{hitLabel(hit, hitCount)}</output>
            <ToolButton
              label={t("Previous match")}
              onClick={() => props.onStep(-1)}
              disabled={!hitCount}
              icon={ArrowUp}
            />
            <ToolButton label={t("Next match")} onClick={() => props.onStep(1)} disabled={!hitCount} icon={ArrowDown} />
          </>
        ) : null}
      </search>
      <ToolButton label={t("Wrap long lines")} pressed={props.wraps} onClick={props.onWrap} icon={WrapText} />
      <ToolButton label={t("Follow output")} pressed={props.follows} onClick={props.onFollow} icon={ArrowDownToLine} />
      <a
        href={props.downloadUrl}
        download
        aria-label={t("Download full output")}
        title={t("Download full output")}
        className={buttonClass("quiet", "tiny")}
      >
        <Download />
      </a>
    </div>
  );
}

function hitLabel(hit: number, count: number | null): string {
  if (count === null) return "…";
  if (count === 0) return t("none", {}, "search results");
  return t("{number} of {all}", { number: hit + 1, all: count >= hitsMax ? `${hitsMax}+` : count });
}

interface ToolProps {
  label: string;
  icon: typeof ArrowUp;
  onClick: () => void;
  pressed?: boolean;
  disabled?: boolean;
}

function ToolButton({ label, icon: Icon, pressed, onClick, disabled }: ToolProps) {
  return (
    <Button
      variant={pressed ? "pressed" : "quiet"}
      size="tiny"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon />
    </Button>
  );
}
