/** A page that somebody has visited in this browser. */
export interface RecentPage {
  href: string;
  title: string;
}

const PAGES_MAX = 12;
/** After this time on a page, its title is final. */
const TITLE_MS = 1000;

/** Remembers the page of a script or a job as the newest one of this user. Returns a function that cancels it. */
export function rememberPage(user: string, pathname: string): (() => void) | undefined {
  if (!/^\/(scripts|jobs)\/[^/]+\/?$/.test(pathname) || /^\/(scripts\/new|jobs\/next)\//.test(pathname)) return;
  const timer = setTimeout(() => {
    const page = { href: `${pathname.replace(/\/$/, "")}/`, title: document.title.replace(/ · [^·]*$/, "") };
    const others = readRecentPages(user).filter((each) => each.href !== page.href);
    try {
      localStorage.setItem(keyOf(user), JSON.stringify([page, ...others].slice(0, PAGES_MAX)));
    } catch {
      // Without storage, the palette shows no recent pages.
    }
  }, TITLE_MS);
  return () => clearTimeout(timer);
}

/** The last pages of this user, newest first; none without storage. */
export function readRecentPages(user: string): RecentPage[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(user)) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isRecentPage) : [];
  } catch {
    return [];
  }
}

function isRecentPage(value: unknown): value is RecentPage {
  return (
    typeof value === "object" &&
    value !== null &&
    "href" in value &&
    typeof value.href === "string" &&
    /^\/(?!\/)/.test(value.href) &&
    "title" in value &&
    typeof value.title === "string"
  );
}

function keyOf(user: string): string {
  return `wooey-recent-pages:${user}`;
}
