import { S3ServiceException } from "@aws-sdk/client-s3";
import { AppError } from "@/server/errors";
import { StorageError } from "./content-store";

/** What a bucket said or did instead of an answer, as an error of the storage. */
export function explainS3Error(error: unknown, location: string): AppError {
  if (error instanceof AppError) return error;
  const explained = new StorageError(`${location}: ${reasonOf(error)}`, { cause: error });
  console.error(`The storage is not available: ${explained.reason}`);
  return explained;
}

/** Whether there is no such object. A bucket that does not exist is another matter. */
export function isMissing(error: unknown): boolean {
  return statusOf(error) === 404 && !(error instanceof Error && error.name === "NoSuchBucket");
}

/** The HTTP status of the answer; null if there was none. */
export function statusOf(error: unknown): number | null {
  return error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? null) : null;
}

const advice: Record<string, string> = {
  NoSuchBucket: "there is no such bucket",
  AccessDenied: "access is denied: check the policy of the credentials",
  InvalidAccessKeyId: "the access key is not known there: check AWS_ACCESS_KEY_ID",
  SignatureDoesNotMatch: "the signature is wrong: check AWS_SECRET_ACCESS_KEY",
  CredentialsProviderError: "there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use a role",
  PermanentRedirect: "the bucket is in another region: set AWS_REGION",
  ENOTFOUND: "its host name is not known",
  ECONNREFUSED: "the connection was refused",
  TimeoutError: "it does not respond",
};

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  const known = advice[error.name] ?? advice[code];
  if (known) return known;
  const status = statusOf(error);
  if (status === 403) return "access is denied: check the credentials and their policy";
  return [status === null ? "" : `HTTP ${status}`, error.message || error.name].filter(Boolean).join(" ");
}
