import { Info } from "lucide-react";
import { t } from "@/server/language/text";

/** A message from the site's administrators, shown on every page. */
export function SiteNotice({ text }: { text: string }) {
  if (text === "") return null;
  return (
    <section aria-label={t("Notice")} className="border-b border-line bg-running-soft">
      <p className="mx-auto flex max-w-page gap-2.5 px-4 py-2 sm:px-6">
        <Info className="mt-[3px] shrink-0" />
        <span className="min-w-0 break-words whitespace-pre-line">{text}</span>
      </p>
    </section>
  );
}
