import type { NextConfig } from "next";

const config: NextConfig = {
  // Wooey's API answers with and without the trailing slash; a redirect would turn a client's POST into a GET.
  skipTrailingSlashRedirect: true,
  serverExternalPackages: [
    "@node-rs/argon2",
    "@zxcvbn-ts/core",
    "@zxcvbn-ts/language-common",
    "postgres",
    "inngest",
    "@aws-sdk/client-s3",
    "@aws-sdk/s3-request-presigner",
  ],
  poweredByHeader: false,
  reactStrictMode: true,
  agentRules: false,
  // `forbidden()` answers a refused server action with 403.
  experimental: { authInterrupts: true },
  // npm test checks types; a start on a user's machine, perhaps without the development packages, does not.
  typescript: { ignoreBuildErrors: true },
};
export default config;
