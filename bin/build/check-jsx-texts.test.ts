import { describe, expect, test } from "vitest";
import { findJsxTexts } from "./check-jsx-texts.mjs";

const textsIn = (jsx: string): string[] =>
  findJsxTexts("components/example.tsx", `const example = ${jsx};`).map(({ text }: { text: string }) => text);

describe("findJsxTexts", () => {
  test("finds texts of elements", () => {
    expect(textsIn("<p>Save  it\n</p>")).toEqual(["Save it"]);
    expect(textsIn("<>Save</>")).toEqual(["Save"]);
    expect(textsIn('<p>{t("Save")} · {count} %</p>')).toEqual([]);
  });

  test("finds what an expression may evaluate to", () => {
    expect(textsIn('<p>{isOne ? "exactly one" : "at most one"}</p>')).toEqual(["exactly one", "at most one"]);
    expect(textsIn('<p>{name || "unnamed"}</p>')).toEqual(["unnamed"]);
    expect(textsIn("<p>{`by $" + "{name}`}</p>")).toEqual(["by"]);
    expect(textsIn('<p>{kind === "shell" ? <b>$</b> : null}</p>')).toEqual([]);
    expect(textsIn('<p>{kind === "shell" && "Shell"}</p>')).toEqual(["Shell"]);
    expect(textsIn('<p>&nbsp;{"by " + name}</p>')).toEqual(["by"]);
    expect(textsIn('<p>{t(isOne ? "a" : "b")}</p>')).toEqual([]);
  });

  test("finds attributes that people read", () => {
    expect(textsIn('<input aria-label="Name" title={"Name"} className="wide" name="name" />')).toEqual([
      "Name",
      "Name",
    ]);
    expect(textsIn('<Field label={isNew ? "New" : t("Old")} />')).toEqual(["New"]);
  });

  test("leaves code and keys alone", () => {
    expect(textsIn("<code>pip install</code>")).toEqual([]);
    expect(textsIn("<kbd>Ctrl</kbd>")).toEqual([]);
  });
});
