import { inject } from "vitest";
import { env } from "@/server/env";
import { s3Credentials } from "./s3-server";

// Loaded before each test file: this process reaches the S3 server of the test run.
process.env.AWS_ACCESS_KEY_ID = s3Credentials.accessKeyId;
process.env.AWS_SECRET_ACCESS_KEY = s3Credentials.secretAccessKey;
Object.assign(env(), { WOOEY_S3_ENDPOINT: inject("s3Url"), WOOEY_S3_PATH_STYLE: true });
