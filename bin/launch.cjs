#!/usr/bin/env node
// Starts a program of bin/programs/ from its bundle in dist/, which is made again when a source has changed. Written
// for any Node, so that an old one prints a message instead of a syntax error.
var required = [20, 19];
var found = process.versions.node.split(".").map(Number);
if (found[0] < required[0] || (found[0] === required[0] && found[1] < required[1])) {
  console.error(
    "Wooey needs Node.js " +
      required.join(".") +
      " or newer, and this is " +
      process.versions.node +
      ": install a newer one (https://nodejs.org).",
  );
  process.exit(1);
}
var name = process.argv[2];
import("./build/bundle.mjs")
  .then((bundle) => {
    process.argv.splice(1, 2, bundle.pathOf(name));
    return bundle.bundleIfStale().then(() => import(bundle.urlOf(name)));
  })
  .catch((error) => {
    if (error && error.code === "ERR_MODULE_NOT_FOUND" && /esbuild|node_modules/.test(String(error.message))) {
      console.error("The packages are not installed: run npm ci first.");
    } else {
      console.error(error && error.name === "StartError" ? error.message : error);
    }
    process.exit(1);
  });
