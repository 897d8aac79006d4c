import { startingWith } from "@/db/like";

const LENGTH_MAX = 50;

/** Paths next to those of scripts. They would hide a script with the same slug. */
const reserved = new Set(["list", "add-or-update", "search", "new"]);

/**
 * A name as it appears in a link: ASCII letters, digits, `_` and `-`, at most 50 characters, or `fallback` if nothing
 * remains (Django 4.2 `slugify`, cut as django-autoslug 1.9 does).
 */
export function slugify(name: string, fallback: string): string {
  const ascii = name.normalize("NFKD").replace(/[^\p{ASCII}]/gu, "");
  const words = ascii.toLowerCase().replace(/[^\w\s-]/g, "");
  return (
    words
      .replace(/[-\s]+/g, "-")
      .replace(/^[-_]+|[-_]+$/g, "")
      .slice(0, LENGTH_MAX) || fallback
  );
}

/**
 * The first of `base`, `base-2`, `base-3` … that is free, shortened to stay within 50 characters (django-autoslug 1.9,
 * `generate_unique_slug`).
 */
export function firstFreeSlug(base: string, taken: ReadonlySet<string>): string {
  let stem = base;
  let slug = base;
  for (let index = 2; taken.has(slug) || reserved.has(slug); index++) {
    stem = stem.slice(0, LENGTH_MAX - 1 - String(index).length);
    slug = `${stem}-${index}`;
  }
  return slug;
}

/** A pattern for SQL's LIKE that matches every candidate of `firstFreeSlug`, as far as the base determines them. */
export function slugPattern(base: string): string {
  return startingWith(base.slice(0, LENGTH_MAX - 8));
}
