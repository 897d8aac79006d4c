import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { CodeText } from "./code-text";

const render = (path: string, text: string) => renderToStaticMarkup(createElement(CodeText, { path, text }));

describe("CodeText", () => {
  test("colours source text whose language is known from the file's extension", () => {
    expect(render("run.py", "def f(): return 'x'")).toBe(
      '<span class="hljs-keyword">def</span> <span class="hljs-title function_">f</span>(): <span class="hljs-keyword">return</span> <span class="hljs-string">&#x27;x&#x27;</span>',
    );
    expect(render("setup.CFG", "[a]\nb=1")).toContain('<span class="hljs-section">[a]</span>');
  });

  test("does not change other files", () => {
    expect(render("notes.txt", "def <b>")).toBe("def &lt;b&gt;");
    expect(render("Makefile", "all:")).toBe("all:");
  });

  test("shows markup in the file as text", () => {
    expect(render("page.html", "<script>alert(1)</script>")).not.toContain("<script>");
  });
});
