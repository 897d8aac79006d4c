import { describe, expect, test } from "vitest";
import { insertGuard, rewriteReport } from "./report";
import { findLibraryCopy, readLibrary } from "./report-libraries";

const at = "http://wooey.test/report-libraries/";
const withoutGuard = (html: string) => html.replace(/<script>\(\(replaced\)[\s\S]*?<\/script>/, "|");

describe("findLibraryCopy", () => {
  test.each([
    ["cdn.plot.ly/plotly-2.35.2.min.js", "plotly", "2.35.2", ".js"],
    ["cdn.plot.ly/plotly-basic-3.0.1.min.js", "plotly", "3.0.1", ".js"],
    ["cdn.plot.ly/plotly-4.1.1.min.js", "plotly", "4.1.1", ".js"],
    ["cdn.plot.ly/plotly-latest.min.js", "plotly", "1.58.5", ".js"],
    ["cdn.plot.ly/plotly-2.35.2.min", "plotly", "2.35.2", ""],
    ["cdnjs.cloudflare.com/ajax/libs/plotly.js/2.27.0/plotly.min.js", "plotly", "2.27.0", ".js"],
    ["cdn.jsdelivr.net/npm/plotly.js-dist-min@2.35.2/plotly.min.js", "plotly", "2.35.2", ".js"],
    ["cdn.bokeh.org/bokeh/release/bokeh-3.4.1.min.js", "bokeh", "3.4.1", ".js"],
    ["cdn.bokeh.org/bokeh/release/bokeh-widgets-3.4.1.min.js", "bokeh", "3.4.1", ".js"],
    ["unpkg.com/@bokeh/bokehjs@3.6.0/build/js/bokeh-tables.min.js", "bokeh", "3.6.0", ".js"],
    ["d3js.org/d3.v7.min.js", "d3", "7", ".js"],
    ["cdn.jsdelivr.net/npm/d3@7", "d3", "7", ""],
    ["cdnjs.cloudflare.com/ajax/libs/require.js/2.1.10/require.min.js", "require", "2.1.10", ".js"],
    ["cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.7/latest.js", "mathjax", "2.7.7", ".js"],
    ["cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js", "mathjax", "3", ".js"],
  ])("has a copy for %s", (address, name, requested, extension) => {
    const copy = findLibraryCopy(address);
    expect(copy).toMatchObject({ name, requested });
    expect(copy?.filename.endsWith(`${copy.version}${extension}`)).toBe(true);
    expect(readLibrary(copy?.filename ?? "")?.length).toBeGreaterThan(10_000);
  });

  test.each([
    "cdn.bokeh.org/bokeh/release/bokeh-2.4.3.min.js",
    "d3js.org/d3.v5.min.js",
    "cdn.plot.ly/world_110m.json",
    "cdn.jsdelivr.net/npm/vega@5",
    "example.org/plotly-2.35.2.min.js",
  ])("has none for %s", (address) => {
    expect(findLibraryCopy(address)).toBeNull();
  });

  test.each(["plotly-0.0.0.js", "../package.json", "", "plotly"])("serves no file for %j", (filename) => {
    expect(readLibrary(filename)).toBeNull();
  });
});

describe("rewriteReport", () => {
  test("loads the copy of a library, without the hash of the original", () => {
    const html = rewriteReport(
      '<head><script charset="utf-8" src="https://cdn.plot.ly/plotly-2.35.2.min.js" integrity="sha256-x=" crossorigin="anonymous"></script>',
      at,
    );
    expect(withoutGuard(html)).toMatch(
      /^\|<head><script charset="utf-8" src="http:\/\/wooey\.test\/report-libraries\/plotly-[\d.]+\.js"><\/script>$/,
    );
    expect(html).toMatch(/\[\{"name":"plotly","requested":"2\.35\.2","version":"[\d.]+"\}\]/);
  });

  test("corrects the paths of require.js, and drops the configuration in an address of MathJax", () => {
    const html = rewriteReport(
      "<script>require.config({paths:{plotly:['https://cdn.plot.ly/plotly-2.14.0.min']}})</script>" +
        '<script src="https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.7/latest.js?config=TeX-AMS_CHTML-full,Safe"></script>',
      at,
    );
    expect(html).toMatch(/\['http:\/\/wooey\.test\/report-libraries\/plotly-[\d.]+'\]/);
    expect(html).toMatch(/src="http:\/\/wooey\.test\/report-libraries\/mathjax-for-2-[\d.]+\.js"/);
  });

  test("leaves everything else as it is", () => {
    const html = '<script src="https://example.org/x.js" integrity="y"></script><p>https://cdn.plot.ly/ \xe9';
    expect(withoutGuard(rewriteReport(html, at))).toBe(`|${html}`);
  });
});

describe("insertGuard", () => {
  test.each([
    ["<!DOCTYPE html>", "<html><body>"],
    ["\xef\xbb\xbf\n<!-- made by x -->\n<!doctype html PUBLIC 'y'>", "\n<html>"],
    ["", "<p>no document type"],
    ["", "<script>x</script><!doctype html>"],
  ])("comes first, after %j", (start, rest) => {
    expect(withoutGuard(insertGuard(start + rest))).toBe(`${start}|${rest}`);
  });
});
