import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { env } from "@/server/env";
import { invalidField } from "@/server/errors";
import { t } from "@/server/language/text";

/** What can be guessed in fewer attempts is refused: a program makes a million in hours, however slow each is. */
const GUESSES_MIN = 1e6;

/** The start of a password is enough to judge it, and a long text would keep the processor busy. */
const JUDGED_CHARACTERS = 128;

let estimator: Promise<ZxcvbnFactory> | undefined;

/**
 * Refuses passwords that many people choose or that are quickly guessed: the 49,000 most frequent ones of breaches, also
 * with other letters, repetitions, sequences and keyboard patterns, and what is known of the account and the site
 * (NIST SP 800-63B, 5.1.1.2). Nothing else is required of a password but its length. @throws invalid on `password`
 */
export async function requireUncommon(password: string, about: string[]): Promise<void> {
  estimator ??= makeEstimator();
  const known = [...about, env().WOOEY_SITE_NAME, "wooey"].filter((text) => text !== "");
  const { guesses } = (await estimator).check([...password].slice(0, JUDGED_CHARACTERS).join(""), known);
  if (guesses >= GUESSES_MIN) return;
  throw invalidField(
    "password",
    t("Many people use this password or a similar one, or it is easy to guess. Choose another, such as several words."),
  );
}

/** Loads the lists when they are first needed: they take 25 MB of memory. */
async function makeEstimator(): Promise<ZxcvbnFactory> {
  const [core, common] = await Promise.all([import("@zxcvbn-ts/core"), import("@zxcvbn-ts/language-common")]);
  return new core.ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs });
}
