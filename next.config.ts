import type { NextConfig } from "next";

// Next's browser code reads a few constants of a module that is 2 kB compressed.
const constants = { browser: "./app/next-constants.mjs" };

const config: NextConfig = {
  turbopack: { resolveAlias: { "../../../lib/constants": constants, "../../../../lib/constants": constants } },
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
