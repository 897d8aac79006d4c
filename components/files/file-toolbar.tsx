import { Archive, X } from "lucide-react";
import type { FileEntry } from "@/server/jobs/view";
import { formatBytes } from "@/server/language/format";
import { phrase, t } from "@/server/language/text";
import { Button } from "../ui/button";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { orders } from "./use-file-list";

interface Props {
  /** The address of the archive of selected files. */
  archiveUrl: string;
  files: readonly FileEntry[];
  /** How many files the search finds. */
  foundCount: number;
  text: string;
  order: string;
  selected: readonly FileEntry[];
  onText: (text: string) => void;
  onOrder: (order: string) => void;
  onSelectFound: () => void;
  onClear: () => void;
}

const orderLabels: Record<keyof typeof orders, string> = {
  name: phrase("Name"),
  largest: phrase("Largest first"),
  smallest: phrase("Smallest first"),
  kind: phrase("Kind"),
  newest: phrase("Newest first"),
  oldest: phrase("Oldest first"),
};

/** Search, order and selection of a list of files, and the download of the selected ones. */
export function FileToolbar(props: Props) {
  return (
    <div className="flex flex-col gap-2 border-b border-line p-2">
      <search className="flex gap-2">
        <Input
          type="search"
          aria-label={t("Search files")}
          placeholder={t("Search files")}
          value={props.text}
          onChange={(event) => props.onText(event.target.value)}
          className="min-w-0 flex-1"
        />
        <Select
          aria-label={t("Sort by")}
          value={props.order}
          onChange={(event) => props.onOrder(event.target.value)}
          className="max-w-36"
        >
          {Object.keys(orders).map((order) => (
            <option key={order} value={order}>
              {t(orderLabels[order] ?? "")}
            </option>
          ))}
        </Select>
      </search>
      <div className="flex h-7 items-center gap-2 text-13 text-muted">
        <span role="status" suppressHydrationWarning className="min-w-0 truncate tabular">
          {summarize(props)}
        </span>
        <span className="ml-auto flex shrink-0 gap-1">
          {props.selected.length > 0 ? (
            <SelectionActions {...props} />
          ) : (
            <Button size="small" variant="quiet" onClick={props.onSelectFound}>
              {t("Select all")}
            </Button>
          )}
        </span>
      </div>
    </div>
  );
}

function summarize({ files, foundCount, selected, text }: Props): string {
  const size = (some: readonly FileEntry[]) => formatBytes(some.reduce((sum, file) => sum + file.sizeBytes, 0));
  if (selected.length > 0)
    return t("{count, number} selected ({size})", { count: selected.length, size: size(selected) });
  if (text.trim() !== "") return t("{count, number} of {all, number} files", { count: foundCount, all: files.length });
  return t("{count, plural, one {# file} other {# files}}", { count: files.length });
}

/** The download is a form because a long selection does not fit into an address. */
function SelectionActions({ archiveUrl, selected, onClear }: Props) {
  return (
    <>
      <form method="post" action={archiveUrl} className="contents">
        <input type="hidden" name="files" value={selected.map((file) => file.id).join(",")} />
        <Button type="submit" size="small">
          <Archive />
          {t("Download zip")}
        </Button>
      </form>
      <Button size="tiny" variant="quiet" aria-label={t("Clear selection")} onClick={onClear}>
        <X />
      </Button>
    </>
  );
}
