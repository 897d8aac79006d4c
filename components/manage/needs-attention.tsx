import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { formatBytes } from "@/server/language/format";
import { t } from "@/server/language/text";
import type { Attention } from "@/server/workers/attention";
import { Link } from "../ui/link";
import { environmentPath } from "./environment-path";

/** What staff should repair, each with a link to the page where they can. */
export function NeedsAttention({ attention }: { attention: Attention }) {
  const { hasNoWorker, lowDiskBytes, failingScripts, failedBuilds } = attention;
  return (
    <section aria-labelledby="attention" className="rounded-control border border-error/40 bg-error-soft px-4 py-3">
      <h2 id="attention" className="mb-1 flex items-center gap-2 font-semibold">
        <TriangleAlert className="shrink-0" />
        {t("Needs attention")}
      </h2>
      <ul className="flex flex-col gap-1">
        {hasNoWorker ? (
          <Item href="/manage/workers/" link={t("Workers")}>
            {t("No worker is online. Jobs wait, and scripts cannot be added.")}
          </Item>
        ) : null}
        {lowDiskBytes === null ? null : (
          <Item href="/manage/instance/" link={t("Storage")}>
            {t("The disk is almost full. Free space: {size}", { size: formatBytes(lowDiskBytes) })}
          </Item>
        )}
        {failingScripts.map(({ slug, name }) => (
          <Item key={slug} href={`/jobs/?scope=all&status=failed&script=${slug}`} link={t("Failed jobs")}>
            {t("The last three jobs of {script} failed.", { script: name })}
          </Item>
        ))}
        {failedBuilds.map((shown) => (
          <Item
            key={environmentPath(shown)}
            href={environmentPath(shown) ?? "/manage/environments/"}
            link={t("Build log")}
          >
            {shown.environment
              ? t("The environment {name} could not be built.", { name: shown.environment.name })
              : t("The packages of {script} could not be installed.", { script: shown.scripts[0]?.name ?? "" })}
          </Item>
        ))}
      </ul>
    </section>
  );
}

function Item({ href, link, children }: { href: string; link: string; children: ReactNode }) {
  return (
    <li>
      {children}{" "}
      <Link href={href} className="whitespace-nowrap text-accent underline">
        {link}
      </Link>
    </li>
  );
}
