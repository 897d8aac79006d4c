"use client";

import type { ReactNode } from "react";
import { draftPrefix } from "../scripts/draft-prefix";

interface Props {
  action: (form: FormData) => Promise<void>;
  className?: string;
  children: ReactNode;
}

/** Signs out, and deletes what this browser keeps of forms that were not sent. */
export function SignOutForm({ action, className, children }: Props) {
  return (
    <form action={action} onSubmit={deleteDrafts} className={className}>
      {children}
    </form>
  );
}

function deleteDrafts(): void {
  try {
    for (const storage of [localStorage, sessionStorage])
      for (const key of Object.keys(storage)) if (key.startsWith(draftPrefix)) storage.removeItem(key);
  } catch {
    // Without storage there are no drafts.
  }
}
