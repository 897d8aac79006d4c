import { exitCodes } from "./exit-codes";
import { runClient } from "./program";

// The file that servers hand out at /cli/wooey.mjs: everything in one, for Node.js 20 and newer.
if (Number(process.versions.node.split(".")[0]) < 20) {
  process.stderr.write(`wooey needs Node.js 20 or newer, and this is ${process.versions.node}.\n`);
  process.exit(exitCodes.input);
}
process.exitCode = await runClient(process.argv.slice(2));
// What is still open, such as a pipe that nobody reads any more, must not keep this process.
setTimeout(() => process.exit(), 500).unref();
