// `npm run build:cli`: makes the client, one file for any machine with Node.js 20 or newer, and prints where it is.
import { build } from "esbuild";
import { CLIENT, clientOptions } from "./bundle.mjs";

await build(clientOptions());
console.log(CLIENT);
