/** Where to go after signing in: `text` if it is a path of this site, else "/". Never another origin. */
export function safeNextPath(text: string | null | undefined): string {
  // Browsers drop tabs and line ends and read a backslash as a slash, so /\evil.example would leave the site.
  if (!text?.startsWith("/") || /[\\\p{Cc}]/u.test(text)) return "/";
  const base = "http://site.invalid";
  if (!URL.canParse(text, base)) return "/";
  const url = new URL(text, base);
  return url.origin === base && !url.pathname.startsWith("//") ? url.pathname + url.search + url.hash : "/";
}
