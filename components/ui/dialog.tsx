import { X } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "@/server/language/text";
import { Button } from "./button";

interface Props {
  id: string;
  title: string;
  children: ReactNode;
}

/** A native modal dialog. A button with `command="show-modal" commandfor={id}` opens it without JavaScript. */
export function Dialog({ id, title, children }: Props) {
  return (
    <dialog
      id={id}
      closedby="any"
      aria-labelledby={`${id}-title`}
      className="w-[calc(100vw-2rem)] max-w-form rounded-control border border-line bg-raised p-0 text-ink shadow-float sm:w-120"
    >
      <div className="flex items-center justify-between gap-4 border-b border-line py-2 pr-2 pl-4">
        <h2 id={`${id}-title`} className="text-16 font-semibold">
          {title}
        </h2>
        <Button variant="quiet" size="icon" command="close" commandfor={id} aria-label={t("Close")}>
          <X />
        </Button>
      </div>
      <div className="p-4">{children}</div>
    </dialog>
  );
}
