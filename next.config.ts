import type { NextConfig } from "next";

// The model of a command line is npm's argparse, in the browser as on the server; there it gets small stand-ins.
const builtin = { browser: "./server/introspection/argv/browser-builtins.cjs" };

const config: NextConfig = {
  turbopack: { resolveAlias: { assert: builtin, fs: builtin, path: builtin, util: builtin } },
  // Wooey's API answers with and without the trailing slash; a redirect would turn a client's POST into a GET.
  skipTrailingSlashRedirect: true,
  serverExternalPackages: ["@node-rs/argon2", "postgres", "inngest"],
  poweredByHeader: false,
  reactStrictMode: true,
  agentRules: false,
  // npm test checks types; a start on a user's machine, perhaps without the development packages, does not.
  typescript: { ignoreBuildErrors: true },
};
export default config;
