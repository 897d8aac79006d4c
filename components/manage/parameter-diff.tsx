import type { SpecDiff } from "@/server/introspection/spec-diff";
import { t } from "@/server/language/text";
import { Badge } from "../ui/badge";

/** The differences between the parameters of two versions. */
export function ParameterDiff({ diff }: { diff: SpecDiff }) {
  if (diff.added.length + diff.removed.length + diff.changed.length === 0)
    return <p>{t("The parameters are identical.")}</p>;
  return (
    <ul className="divide-y divide-line rounded-control border border-line bg-surface">
      {diff.added.map((one) => (
        <Entry key={one.path} name={one.name} state={t("added")} />
      ))}
      {diff.removed.map((one) => (
        <Entry key={one.path} name={one.name} state={t("removed")} />
      ))}
      {diff.changed.map((one) => (
        <Entry key={one.path} name={one.name} state={t("changed")} changes={one.changes} />
      ))}
    </ul>
  );
}

interface EntryProps {
  name: string;
  state: string;
  changes?: SpecDiff["changed"][number]["changes"];
}

function Entry({ name, state, changes = [] }: EntryProps) {
  return (
    <li className="flex flex-col gap-1 px-3 py-2">
      <span className="flex flex-wrap items-center gap-2">
        <code className="font-mono text-13 break-all">{name}</code>
        <Badge>{state}</Badge>
      </span>
      {changes.map(({ what, from, to }) => (
        <span key={what} className="text-13 break-words">
          <span className="text-muted">{t(what)}:</span> <del className="text-muted">{from}</del>{" "}
          <span aria-hidden>→</span> <ins className="no-underline">{to}</ins>
        </span>
      ))}
    </li>
  );
}
