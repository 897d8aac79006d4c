import { S3Client } from "@aws-sdk/client-s3";
import { env } from "@/server/env";
import { StartError } from "@/server/errors";

/** A prefix of a bucket, with the client that reaches it. */
export interface Bucket {
  /** `s3://bucket/prefix` */
  location: string;
  client: S3Client;
  name: string;
  /** The start of every key: empty, or with `/` at its end. */
  prefix: string;
  timeouts: S3Timeouts;
}

/** How long to wait for a bucket, in milliseconds. */
export interface S3Timeouts {
  connectMs: number;
  /** Without any byte. */
  idleMs: number;
}

const defaultTimeouts: S3Timeouts = { connectMs: 5_000, idleMs: 30_000 };

/** Five requests, with pauses of up to 20 s that grow (the client's standard mode). */
const ATTEMPTS = 5;
/** Each open download, and each part of an upload, has a connection of its own. */
const CONNECTIONS_MAX = 128;

/**
 * The bucket and prefix of an address `s3://bucket/prefix`, reached as the settings say. The client finds credentials as
 * every program of AWS does: AWS_* variables, a profile, or the role of the machine.
 * @throws StartError if the text is no such address
 */
export function openS3(location: string, timeouts = defaultTimeouts): Bucket {
  const { name, prefix } = readS3Location(location);
  // Written in one way, so that two locations can be compared.
  const normalized = `s3://${name}/${prefix}`.replace(/\/$/, "");
  return { location: normalized, client: makeClient(timeouts, env().WOOEY_S3_ENDPOINT), name, prefix, timeouts };
}

/** A client for addresses that browsers open: the bucket may have another host for them. */
export function openPublicClient({ timeouts }: Bucket): S3Client {
  return makeClient(timeouts, env().WOOEY_S3_PUBLIC_ENDPOINT ?? env().WOOEY_S3_ENDPOINT);
}

/** Reads `s3://bucket/prefix`. @throws StartError */
export function readS3Location(location: string): { name: string; prefix: string } {
  const [, name, path = ""] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(location) ?? [];
  if (name === undefined) throw new StartError(`${location} is not an address such as s3://bucket/prefix.`);
  const folders = path.split("/").filter((each) => each !== "");
  return { name, prefix: folders.map((each) => `${each}/`).join("") };
}

/** What encrypts new objects: the headers of WOOEY_S3_ENCRYPTION. */
export function encryption(): { ServerSideEncryption?: "AES256" | "aws:kms"; SSEKMSKeyId?: string } {
  const setting = env().WOOEY_S3_ENCRYPTION;
  if (setting === undefined) return {};
  if (setting === "AES256") return { ServerSideEncryption: "AES256" };
  const key = setting.slice("aws:kms:".length);
  return { ServerSideEncryption: "aws:kms", ...(key === "" ? {} : { SSEKMSKeyId: key }) };
}

function makeClient({ connectMs, idleMs }: S3Timeouts, endpoint: string | undefined): S3Client {
  const { AWS_REGION: region = endpoint === undefined ? undefined : "us-east-1" } = env();
  const agent = { keepAlive: true, maxSockets: CONNECTIONS_MAX };
  return new S3Client({
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    forcePathStyle: env().WOOEY_S3_PATH_STYLE,
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: connectMs,
      socketTimeout: idleMs,
      httpAgent: agent,
      httpsAgent: agent,
    },
    // Contents are checked by their SHA-256, on the way in and out.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
}
