import { File as FileIcon, X } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";

interface Props {
  name: string;
  note: string;
  onRemove: () => void;
  children?: ReactNode;
}

/** A file that a field has, with a button that removes it. */
export function ListedFile(props: Props) {
  return (
    <li className="flex items-center gap-2 rounded-control bg-sunken pl-2.5">
      {props.children}
      <FileIcon className="shrink-0 text-muted" />
      <span className="min-w-0 truncate">{props.name}</span>
      <span className="shrink-0 text-13 text-muted tabular">{props.note}</span>
      <Button
        variant="quiet"
        size="icon"
        className="ml-auto"
        aria-label={t("Remove {name}", { name: props.name })}
        onClick={props.onRemove}
      >
        <X />
      </Button>
    </li>
  );
}
