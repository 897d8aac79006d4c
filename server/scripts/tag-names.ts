import { invalidField } from "@/server/errors";
import { t } from "@/server/language/text";

/** How many tags a job or a script may have. */
export const TAGS_MAX = 20;
/** How many characters a tag may have. */
export const TAG_CHARACTERS_MAX = 40;

/** What people type between tags; the last two are the commas of Chinese and Japanese. */
const separators = /[,;\n，、]/u;
/** Control characters, invisible ones, and those that change the direction of text; not the joiners of some scripts. */
const unprintable = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]/u;

/** The names in a text field for tags, as they were typed. */
export function splitTags(text: string): string[] {
  return text.split(separators).filter((name) => name.trim() !== "");
}

/**
 * A tag as it is stored and compared: in lower case, in Unicode's form NFKC, without a leading `#`, and with single spaces.
 * Empty if nothing remains.
 */
export function normalizeTag(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFKC")
    .replace(/^[\s#]+/u, "")
    .replace(/\s+/gu, " ")
    .trimEnd();
}

/** Tags in their stored form, each once, in the order of their first use. @throws invalid (on `field`) */
export function readTags(names: readonly string[], field = "tags"): string[] {
  const tags = [...new Set(names.map(normalizeTag))].filter(Boolean);
  const problem = tags.map(problemOf).find((each) => each !== null);
  if (problem) throw invalidField(field, problem);
  if (tags.length > TAGS_MAX) throw invalidField(field, t("Enter at most {count} tags.", { count: TAGS_MAX }));
  return tags;
}

function problemOf(tag: string): string | null {
  if ([...tag].length > TAG_CHARACTERS_MAX) {
    return t("A tag has at most {count} characters.", { count: TAG_CHARACTERS_MAX });
  }
  if (separators.test(tag) || unprintable.test(tag)) {
    return t("A tag contains neither commas, semicolons nor invisible characters.");
  }
  return null;
}
