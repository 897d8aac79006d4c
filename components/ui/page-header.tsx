import type { ReactNode } from "react";

interface Props {
  title: ReactNode;
  /** Shown before the title, such as a state. */
  lead?: ReactNode;
  /** A line below the title. */
  note?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, lead, note, actions }: Props) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-80">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {lead}
          <h1 className="min-w-0 text-20 font-semibold break-words">{title}</h1>
        </div>
        {note ? <div className="mt-1 text-muted">{note}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </div>
  );
}
