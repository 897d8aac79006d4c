import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "@/server/language/text";
import { Link } from "../ui/link";

/** Tells staff, on every page, why no script runs. */
export function StaffAlert({ text }: { text: ReactNode }) {
  return (
    <div role="alert" className="border-b border-line bg-failed-soft">
      <p className="mx-auto flex max-w-page gap-2.5 px-4 py-2 sm:px-6">
        <TriangleAlert className="mt-[3px] shrink-0" />
        <span className="min-w-0 break-words">
          {text}{" "}
          <Link href="/manage/workers/" className="underline">
            {t("Workers")}
          </Link>
        </span>
      </p>
    </div>
  );
}
