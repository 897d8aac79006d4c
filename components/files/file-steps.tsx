import { ChevronLeft, ChevronRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { t } from "@/server/language/text";
import { Button, ButtonLink } from "../ui/button";
import { Link } from "../ui/link";

interface Props {
  /** The position of the open file in the order of the list, from 0; -1 if a search excludes it. */
  index: number;
  count: number;
  previous: string | null;
  next: string | null;
  listUrl: string;
}

/** Links to the previous and the next file of the list. Outside of fields and lists, the arrow keys do the same. */
export function FileSteps({ index, count, previous, next, listUrl }: Props) {
  const router = useRouter();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const href = hrefOfKey(event, { previous, next });
      if (!href) return;
      event.preventDefault();
      router.replace(href, { scroll: false });
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [previous, next, router]);

  return (
    <nav aria-label={t("Files of this job")} className="flex h-8 items-center gap-1 text-13">
      <Link href={listUrl} className="mr-auto text-accent hover:underline md:hidden">
        {t("All files")}
      </Link>
      <Step href={previous} label={t("Previous file")}>
        <ChevronLeft />
      </Step>
      <span role="status" className="text-muted tabular">
        {index >= 0 ? t("{number, number} of {all, number}", { number: index + 1, all: count }) : null}
      </span>
      <Step href={next} label={t("Next file")}>
        <ChevronRight />
      </Step>
    </nav>
  );
}

function Step({ href, label, children }: { href: string | null; label: string; children: React.ReactNode }) {
  if (href === null)
    return (
      <Button size="tiny" variant="quiet" disabled aria-label={label}>
        {children}
      </Button>
    );
  return (
    <ButtonLink href={href} replace scroll={false} size="tiny" variant="quiet" aria-label={label} title={label}>
      {children}
    </ButtonLink>
  );
}

/** Elements in which the arrow keys have another meaning. */
const keyUsers = "input, textarea, select, audio, video, dialog, iframe, [role=tree], [role=slider], [contenteditable]";

function hrefOfKey(event: KeyboardEvent, { previous, next }: Pick<Props, "previous" | "next">): string | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return null;
  const target = event.target instanceof Element ? event.target : document.body;
  const scrollsSideways = target !== document.body && target.scrollWidth > target.clientWidth;
  if (scrollsSideways || target.closest(keyUsers)) return null;
  if (event.key === "ArrowLeft") return previous;
  return event.key === "ArrowRight" ? next : null;
}
