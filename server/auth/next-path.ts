/** Where to go after signing in: `text` if it is a path of this site, else "/". Never another origin. */
export function safeNextPath(text: string | null | undefined): string {
  // Browsers drop tabs and line ends and read a backslash as a slash, so /\evil.example would leave the site.
  if (!text?.startsWith("/") || /[\\\p{Cc}]/u.test(text)) return "/";
  const base = "http://site.invalid";
  if (!URL.canParse(text, base)) return "/";
  const url = new URL(text, base);
  return url.origin === base && !url.pathname.startsWith("//") ? url.pathname + url.search + url.hash : "/";
}

/**
 * The page of this site from which a request comes, as a path to return to; "/" for none, and for the pages about
 * signing in, whose addresses may contain secrets.
 */
export function pathOfReferrer(referrer: string | null, origin: string): string {
  if (!referrer || !URL.canParse(referrer)) return "/";
  const url = new URL(referrer);
  if (url.origin !== origin || /^\/(?:login|register|reset)(?:\/|$)/.test(url.pathname)) return "/";
  return safeNextPath(url.pathname + url.search);
}
