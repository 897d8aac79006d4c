import { toJsxRuntime } from "hast-util-to-jsx-runtime";
import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import ini from "highlight.js/lib/languages/ini";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import perl from "highlight.js/lib/languages/perl";
import python from "highlight.js/lib/languages/python";
import r from "highlight.js/lib/languages/r";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { createLowlight } from "lowlight";
import { Fragment, jsx, jsxs } from "react/jsx-runtime";

const languages = { bash, c, cpp, css, diff, go, ini, java, javascript, json, perl, python, r, ruby, rust, sql };
const lowlight = createLowlight({ ...languages, typescript, xml, yaml });
lowlight.registerAlias({ ini: "cfg", json: ["jsonl", "ndjson", "geojson"] });

/**
 * Source text in colour, if the file's extension names a known language. For server components, and for code that the
 * browser loads on demand.
 */
export function CodeText({ text, path }: { text: string; path: string }) {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";
  if (!lowlight.registered(extension)) return text;
  return toJsxRuntime(lowlight.highlight(extension, text), { Fragment, jsx, jsxs });
}
