import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import net, { type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import type { TestProject } from "vitest/node";
import { findS3Server } from "@/bin/build/s3-server.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** The address of the S3 server of the test run. It has the bucket `tests`. */
    s3Url: string;
  }
}

/** The credentials of the server of the tests. */
export const s3Credentials = { accessKeyId: "tests", secretAccessKey: "the-secret-of-the-tests" };

/** Starts a real S3 server on an empty folder, for a test run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startS3Server();
  project.provide("s3Url", server.url);
  return server.stop;
}

/** Starts an S3 server with an empty bucket `tests`, and returns its address. @throws if it cannot be built */
export async function startS3Server(): Promise<{ url: string; stop(): Promise<void> }> {
  const found = await findS3Server();
  if ("missing" in found) throw new Error(`The tests with an S3 server cannot be run: ${found.missing}.`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-s3-"));
  const address = `127.0.0.1:${await freePort()}`;
  const env = {
    ...process.env,
    ROOT_ACCESS_KEY: s3Credentials.accessKeyId,
    ROOT_SECRET_KEY: s3Credentials.secretAccessKey,
  };
  const child = spawn(found.program, ["--quiet", "--port", address, "posix", folder], { env, stdio: "ignore" });
  const url = `http://${address}`;
  await createBucket(url);
  return {
    url,
    stop: async () => {
      await endOf(child);
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The client repeats the request until the server listens. */
async function createBucket(endpoint: string): Promise<void> {
  const options = { endpoint, region: "us-east-1", forcePathStyle: true, credentials: s3Credentials, maxAttempts: 12 };
  const client = new S3Client(options);
  await client.send(new CreateBucketCommand({ Bucket: "tests" }));
  client.destroy();
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill();
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo; // It listens on TCP.
      server.close(() => resolve(port));
    });
  });
}
