import { Maximize2 } from "lucide-react";
import { t } from "@/server/language/text";
import { ButtonLink, buttonClass } from "../ui/button";
import type { PreviewProps } from "./preview-kind";

/** A report in a frame of its own page, where it has neither our origin nor a network; only where the reader opened it. */
export function ReportFrame({ name, href, isOpened }: Pick<PreviewProps, "name" | "href" | "isOpened">) {
  const reportUrl = `${href.replace(/\/files\/(\d+)$/, "/report/$1")}/`;
  if (!isOpened) return <ReportInvitation browseUrl={`${href.replace(/\/files\/(\d+)$/, "/browse/$1")}/`} />;
  return (
    <div className="flex flex-col">
      <iframe src={reportUrl} title={name} className="h-(--preview-height) w-full bg-white" />
      <p className="flex flex-wrap items-center gap-2 border-t border-line px-3 py-1 text-13 text-muted">
        {t("The scripts of this report run without access to this site and to the network.")}
        <a href={reportUrl} target="_blank" rel="noreferrer" className={`${buttonClass("quiet", "small")} ml-auto`}>
          <Maximize2 />
          {t("Full screen")}
        </a>
      </p>
    </div>
  );
}

function ReportInvitation({ browseUrl }: { browseUrl: string }) {
  return (
    <p className="flex min-h-(--picture-height) grow flex-col items-center justify-center gap-3 bg-sunken p-4 text-center text-muted">
      {t("An interactive report")}
      <ButtonLink href={browseUrl}>{t("Open report")}</ButtonLink>
    </p>
  );
}
