// Stands in, in a browser bundle, for the Node modules that npm argparse requires (assert, fs, path, util): reading a
// command line uses only these few things of them.
"use strict";
function builtin(condition, message) {
  if (!condition) throw new Error(message);
}
builtin.inspect = (value) => (typeof value === "string" ? `'${value}'` : String(value));
builtin.inspect.custom = Symbol.for("nodejs.util.inspect.custom");
builtin.basename = (name) => name;
module.exports = builtin;
