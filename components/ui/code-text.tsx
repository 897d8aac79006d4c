import hljs from "highlight.js/lib/core";
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
import { Fragment, type ReactNode } from "react";

const languages = {
  ...{ bash, c, cpp, css, diff, go, ini, java, javascript, json, perl },
  ...{ python, r, ruby, rust, sql, typescript, xml, yaml },
};
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);

const byExtension: Record<string, keyof typeof languages> = {
  ...{ sh: "bash", h: "c", cc: "cpp", hpp: "cpp", patch: "diff", toml: "ini", cfg: "ini", js: "javascript" },
  ...{ mjs: "javascript", jsx: "javascript", json: "json", pl: "perl", py: "python", rb: "ruby", rs: "rust" },
  ...{ ts: "typescript", tsx: "typescript", html: "xml", svg: "xml", yml: "yaml" },
};

/** Source text in colours, where its name tells a language that is known. Only in server components. */
export function CodeText({ text, path }: { text: string; path: string }) {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";
  const language = byExtension[extension] ?? (Object.hasOwn(languages, extension) ? extension : null);
  if (!language) return text;
  return <>{toElements(hljs.highlight(text, { language, ignoreIllegals: true }).value)}</>;
}

const part = /<span class="([^"]*)">|<\/span>|([^<]+)/g;
const entities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'" };

/** highlight.js answers HTML of spans and text alone: it is made elements of, and never inserted as it is. */
function toElements(html: string): ReactNode[] {
  const open: { className: string; children: ReactNode[] }[] = [{ className: "", children: [] }];
  for (const { 0: whole, 1: className, 2: text, index } of html.matchAll(part)) {
    if (className !== undefined) {
      open.push({ className, children: [] });
    } else if (text === undefined || whole === "</span>") {
      const closed = open.length > 1 ? open.pop() : undefined;
      if (closed) {
        open.at(-1)?.children.push(
          <span key={index} className={closed.className}>
            {closed.children}
          </span>,
        );
      }
    } else {
      const plain = text.replace(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => entities[entity] ?? entity);
      open.at(-1)?.children.push(<Fragment key={index}>{plain}</Fragment>);
    }
  }
  return open[0]?.children ?? [];
}
