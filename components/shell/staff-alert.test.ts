import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { StaffAlert } from "./staff-alert";

test("shows why no script runs, with a link to the workers", () => {
  const markup = renderToStaticMarkup(createElement(StaffAlert, { text: "Scripts do not run: install bubblewrap." }));
  expect(markup).toContain("Scripts do not run: install bubblewrap.");
  expect(markup).toMatch(/<div role="alert".*href="\/manage\/workers/);
});
