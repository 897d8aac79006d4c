import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { IsolationNotice } from "./isolation-notice";

test("shows why no script runs, with a link to the workers", () => {
  const markup = renderToStaticMarkup(
    createElement(IsolationNotice, { text: "Scripts do not run: install bubblewrap." }),
  );
  expect(markup).toContain("Scripts do not run: install bubblewrap.");
  expect(markup).toMatch(/<div role="alert".*href="\/manage\/workers/);
});
