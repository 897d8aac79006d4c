import { formatBytes, formatExact, formatNumber } from "@/server/language/format";
import { t } from "@/server/language/text";
import { displayName } from "../ui/display-name";
import type { ArchiveList } from "./read/zip-directory";
import { TableGrid } from "./table-grid";

/** What an archive contains. Nothing of it is unpacked. */
export function ArchiveView({ name, list }: { name: string; list: ArchiveList }) {
  const { entries, hasMore } = list;
  const files = entries.filter(({ path }) => !path.endsWith("/"));
  const total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (
    <>
      <TableGrid
        caption={t("Contents of {name}", { name })}
        columns={[t("Name"), t("Size"), t("Modified")]}
        numeric={[false, true, false]}
        rows={entries.map(({ path, sizeBytes, modifiedAt }) => [
          displayName(path),
          path.endsWith("/") ? "" : formatBytes(sizeBytes),
          modifiedAt ? formatExact(modifiedAt) : "",
        ])}
      />
      <p className="border-t border-line px-3 py-1.5 text-13 text-muted">
        {hasMore
          ? t("The first {count} entries", { count: formatNumber(entries.length) })
          : t("{count, plural, one {# file} other {# files}}, {size} unpacked", {
              count: files.length,
              size: formatBytes(total),
            })}
      </p>
    </>
  );
}
