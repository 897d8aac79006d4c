import { describe, expect, test } from "vitest";
import { requireUncommon } from "./common-password";

const about = ["ada.lovelace", "ada@example.org"];

describe("requireUncommon", () => {
  test.each([
    ["a frequent one", "12345678"],
    ["one with a capital and a number", "Password1"],
    ["one with letters replaced", "P@ssw0rd!"],
    ["a row of the keyboard", "qwertyuiop"],
    ["a repetition", "aaaaaaaa"],
    ["a repetition of a frequent one", "adminadmin"],
    ["a sequence", "abcdefgh"],
    ["the username", "ada.lovelace"],
    ["the username and a number", "Ada.Lovelace1"],
    ["the name of the product", "wooey123"],
    ["a repetition of one emoji", "🐴🐴🐴🐴🐴🐴🐴🐴"],
  ])("refuses %s", async (_, password) => {
    await expect(requireUncommon(password, about)).rejects.toMatchObject({
      code: "invalid",
      fields: { password: [expect.stringContaining("Many people use this password")] },
    });
  });

  test.each([
    ["several words", "correct horse battery"],
    ["words in another script", "правильная лошадь"],
    ["random letters alone", "xkqvjzwpyt"],
    ["a long one, of any characters", `${"correct horse ".repeat(60)}🐴`],
  ])("accepts %s", async (_, password) => {
    await requireUncommon(password, about);
  });
});
