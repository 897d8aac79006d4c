import { randomBytes } from "node:crypto";
import { publicOrigin } from "@/server/auth/from-request/address";
import type { OpenedReport } from "@/server/jobs/report";
import { currentLanguage, t } from "@/server/language/text";

/**
 * The page around a report. Its policy allows one script, its own, and one frame, that of the report; what a navigation
 * of the frame would load is therefore blocked too.
 */
export function sendReportPage(request: Request, { path, token }: OpenedReport): Response {
  const nonce = randomBytes(16).toString("base64");
  const address = `${publicOrigin(request.headers)}/reports/${token}`;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    `frame-src ${address}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
  ].join("; ");
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
  };
  return new Response(pageOf({ path, address, nonce }), { headers });
}

function pageOf({ path, address, nonce }: { path: string; address: string; nonce: string }): string {
  const title = escapeHtml(path);
  return `<!doctype html>
<html lang="${currentLanguage()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style nonce="${nonce}">${styles}</style>
</head>
<body>
<p id="replaced" role="status" hidden>${escapeHtml(t("Instead of copies from other sites, the report uses those of this site:"))} <span></span></p>
<p id="blocked" role="status" hidden>${escapeHtml(t("Reports have no access to the network, so parts of this one may be missing. It asked for:"))} <span></span></p>
<iframe title="${title}" src="${escapeHtml(address)}" sandbox="allow-scripts" referrerpolicy="no-referrer"></iframe>
<script nonce="${nonce}">${script}</script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const styles = `:root{color-scheme:light dark}
html,body{height:100%;margin:0}
body{display:flex;flex-direction:column;font:13px/20px system-ui,sans-serif}
p{margin:0;padding:6px 12px;border-bottom:1px solid #8886}
span{font-family:ui-monospace,monospace}
iframe{flex:1;min-height:0;width:100%;border:0;background:#fff;color-scheme:light}`;

/** Shows what the report's guard sends. A report can send anything, so that only names of a known form are shown. */
const script = `{
const frame = document.querySelector("iframe");
const lists = { replaced: new Set(), blocked: new Set() };
const show = (id, text) => {
  if (lists[id].size >= 20) return;
  lists[id].add(text);
  const paragraph = document.getElementById(id);
  paragraph.querySelector("span").textContent = [...lists[id]].join(", ");
  paragraph.hidden = false;
};
addEventListener("message", ({ source, data }) => {
  if (source !== frame.contentWindow || typeof data !== "object" || data === null) return;
  if (typeof data.blocked === "string") {
    const [, host] = /^(?:https?|wss?):\\/\\/([a-z0-9.-]{1,100}(?::\\d{1,5})?)(?:[\\/?#]|$)/.exec(data.blocked) ?? [];
    if (host) show("blocked", host);
  }
  if (!Array.isArray(data.replaced)) return;
  for (const { name, requested, version } of data.replaced.slice(0, 20)) {
    const isKnown = /^[a-z0-9]{1,20}$/.test(name) && [requested, version].every((each) => /^\\d[\\d.]{0,15}$/.test(each));
    if (isKnown) show("replaced", name + " " + (requested === version ? version : requested + " → " + version));
  }
});
}`;
