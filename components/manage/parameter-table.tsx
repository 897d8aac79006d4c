import { t } from "@/server/language/text";
import { Badge } from "../ui/badge";
import { Link } from "../ui/link";
import { Table, Td, Th } from "../ui/table";
import type { ParameterRow } from "./parameter-rows";
import { widgetLabels } from "./widget-labels";

/** A table of a script's parameters. Each is a link to its correction. */
export function ParameterTable({ slug, rows }: { slug: string; rows: ParameterRow[] }) {
  return (
    <Table label={t("Parameters")}>
      <thead>
        <tr>
          <Th>{t("Parameter")}</Th>
          <Th className="max-sm:hidden">{t("Widget")}</Th>
          <Th>{t("State")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.path} className="hover:bg-hover">
            <Td>
              <Link
                href={`/manage/scripts/${slug}/parameters/?edit=${encodeURIComponent(row.path)}`}
                className="font-medium break-words hover:text-accent hover:underline"
              >
                {row.command ? <span className="text-muted">{row.command} › </span> : null}
                {row.label}
              </Link>
              <code className="mx-2 inline-block font-mono text-12 wrap-anywhere text-muted max-sm:mx-0">
                {row.name}
              </code>
            </Td>
            <Td className="text-muted max-sm:hidden">{t(widgetLabels[row.widget])}</Td>
            <Td>
              <span className="flex flex-wrap gap-1">
                {row.states.map((state) => (
                  <Badge key={state}>{t(state)}</Badge>
                ))}
              </span>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
