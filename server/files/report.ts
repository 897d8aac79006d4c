import { guardScript } from "./report-guard";
import { findLibraryCopy, type LibraryCopy } from "./report-libraries";

/** Larger reports are sent as they are, without copies of libraries. */
export const REWRITTEN_BYTES_MAX = 32 * 1024 * 1024;

/**
 * A report as its frame loads it: with the guard before everything else, and with this site's copies of the libraries
 * that it would load from elsewhere. Text and result are latin1, so that the bytes of any encoding stay as they are.
 */
export function rewriteReport(html: string, librariesUrl: string): string {
  const copies = new Map<string, LibraryCopy>();
  const rewritten = html
    .replace(scriptTag, (tag) => (findIn(tag) ? tag.replace(integrityAttributes, "") : tag))
    .replace(cdnAddress, (all, address: string) => {
      const copy = findLibraryCopy(address);
      if (!copy) return all;
      copies.set(copy.filename, copy);
      return `${librariesUrl}${copy.filename}`;
    });
  return insertGuard(rewritten, [...copies.values()]);
}

/** The same text with the guard only: for the start of a large report. */
export function insertGuard(html: string, copies: LibraryCopy[] = []): string {
  const at = doctype.exec(html)?.[0].length ?? 0;
  return html.slice(0, at) + guardScript(copies) + html.slice(at);
}

/** Before the document type, any other content would change how a browser lays the document out. */
const doctype = /^(?:\xef\xbb\xbf)?\s*(?:<!--[\s\S]{0,2000}?-->\s*){0,5}<!doctype[^>]{0,200}>/i;
const scriptTag = /<script\b[^>]{0,2000}>/gi;
/** A copy has another hash, and no credentials are sent for it. */
const integrityAttributes = /\s(?:integrity|crossorigin)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?/gi;
const cdnAddress =
  /(?:https?:)?\/\/((?:cdn\.plot\.ly|cdn\.bokeh\.org|cdn\.pydata\.org|d3js\.org|cdn\.mathjax\.org|cdnjs\.cloudflare\.com|cdn\.jsdelivr\.net|unpkg\.com)\/[\w@./-]{1,200})(?:\?config=[\w.,-]{0,200})?/g;

function findIn(tag: string): boolean {
  return [...tag.matchAll(cdnAddress)].some(([, address = ""]) => findLibraryCopy(address) !== null);
}
