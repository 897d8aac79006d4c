import path from "node:path";
import { z } from "zod";
import {
  duration,
  durationOrNone,
  flag,
  gpuNumbers,
  integer,
  integerOrNone,
  isolationLevel,
  list,
  optionalFlag,
  origins,
  secondsOrNone,
  size,
  url,
  weeksOrNone,
} from "./values";

// Every setting of the product. `npm run settings` writes docs/settings.md from here.

const server = {
  HOST: z.string().min(1).default("127.0.0.1").meta({
    values: "an address of this machine, or 0.0.0.0 for all of them",
    default: "127.0.0.1",
    description: "Where the web server listens.",
  }),
  PORT: integer(3000, { min: 0, max: 65535 }).describe("The port of the web server; 0 for any free port."),
  PUBLIC_URL: url.describe(
    "The address that people use, if the server is behind a proxy. It makes links absolute; https turns on strict transport security and secure cookies.",
  ),
  WOOEY_ALLOWED_HOSTS: list.describe(
    "Additional host names for which the server responds, besides the host of `PUBLIC_URL`, loopback names and IP addresses.",
  ),
  WOOEY_TRUSTED_PROXIES: list.describe(
    "Addresses or networks of the proxies whose `X-Forwarded-*` headers are trusted.",
  ),
  WOOEY_CORS_ORIGINS: origins.describe(
    "Origins of other sites whose pages may call API v2 with an API key, such as `https://lab.example.org`. Without any, browsers refuse such calls.",
  ),
  WOOEY_METRICS_ADDRESSES: list.describe("Addresses or networks that may read `/metrics` without an API key."),
  WOOEY_SITE_NAME: z.string().min(1).max(80).default("Wooey").meta({
    values: "up to 80 characters",
    default: "Wooey",
    description: "The name in the navigation bar and in titles.",
  }),
};

const storage = {
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must begin with postgres:// (or be left out for the embedded database)")
    .optional()
    .meta({
      values: "an address such as postgres://user:password@host/database",
      default: "the embedded PostgreSQL",
      description: "The address of your own PostgreSQL server.",
    }),
  WOOEY_DATA_DIR: z
    .string()
    .default("./data")
    .transform((text) => path.resolve(text))
    .meta({
      values: "a folder",
      default: "./data",
      description: "The folder for the embedded database, uploaded and produced files, and the folders of jobs.",
    }),
  WOOEY_STORAGE: z
    .string()
    .regex(
      /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w!.*'()/-]*)?$/,
      "must be an address such as s3://bucket/prefix",
    )
    .transform((text) => text.replace(/\/+$/, ""))
    .optional()
    .meta({
      values: "an address such as s3://bucket/prefix",
      default: "the data folder",
      description: "The bucket for uploaded and produced files; see [storage](storage.md).",
    }),
  WOOEY_S3_ENDPOINT: url.describe("The address of an S3-compatible server. Without it, the bucket is at AWS."),
  WOOEY_S3_PUBLIC_ENDPOINT: url.describe(
    "The address of that server for browsers, if they reach it under another one. Only redirected downloads use it.",
  ),
  WOOEY_S3_PATH_STYLE: optionalFlag
    .meta({ default: "true if `WOOEY_S3_ENDPOINT` is set" })
    .describe("Whether the bucket is named in the path of an address instead of its host name."),
  WOOEY_S3_ENCRYPTION: z
    .string()
    .regex(/^(AES256|aws:kms(:\S+)?)$/, "must be AES256, aws:kms or aws:kms:KEY")
    .optional()
    .meta({
      values: "AES256, aws:kms, or aws:kms:KEY with the id of a key",
      default: "as the bucket is set up",
      description: "How the bucket encrypts what it stores.",
    }),
  WOOEY_S3_DOWNLOADS: z.enum(["stream", "redirect"]).default("stream").meta({
    values: "stream or redirect",
    default: "stream",
    description:
      "Whether downloads of files pass through the web server, or browsers are redirected to the bucket, to an address that is valid for five minutes.",
  }),
  WOOEY_S3_CACHE: size("10GB").describe("How much disk space copies of files in the bucket may use on each machine."),
  AWS_REGION: z
    .string()
    .regex(/^[a-z0-9-]+$/, "must be a region such as eu-central-1")
    .optional()
    .meta({
      values: "a region such as eu-central-1",
      default: "as AWS's own programs find it",
      description: "The region of the bucket.",
    }),
  WOOEY_CLAMD: z
    .string()
    .regex(/^(\/.*|(\[[^\]]+\]|[^:\s]+):\d{1,5})$/, "must be the path of a socket or host:port")
    .optional()
    .meta({
      values: "the path of a Unix socket, such as /run/clamav/clamd.ctl, or host:port",
      default: "",
      description:
        "The ClamAV daemon that scans uploads and the files of jobs for viruses; see the [security policy](security/policy.md#files).",
    }),
  WOOEY_JOB_EXPIRATION_ANONYMOUS: durationOrNone.describe("How long the ended jobs of visitors are kept."),
  WOOEY_JOB_EXPIRATION_USER: durationOrNone.describe("How long the ended jobs of users are kept."),
};

const access = {
  AUTH_SECRET: z.string().min(32, "must be at least 32 characters").optional().meta({
    values: "at least 32 characters",
    default: "generated at the first start",
    description: "Signs sessions and links to files, and encrypts secret parameters.",
  }),
  WOOEY_ADMIN_USER: z.string().min(1).max(150).default("admin").meta({
    values: "up to 150 characters",
    default: "admin",
    description: "The username of the administrator that the first start creates.",
  }),
  WOOEY_ADMIN_PASSWORD: z.string().min(8, "must be at least 8 characters").optional().meta({
    values: "at least 8 characters, and not easy to guess",
    default: "random, printed once",
    description: "The password of that administrator. Only the first start reads it.",
  }),
  WOOEY_ALLOW_ANONYMOUS: flag("true").describe("Whether visitors may run scripts without signing in."),
  WOOEY_ALLOW_REGISTRATION: flag("true").describe("Whether visitors may create an account."),
  WOOEY_SESSION_IDLE: duration("14d").describe("How long a person stays signed in without opening a page."),
  WOOEY_SESSION_LIFETIME: duration("30d").describe("How long a person can stay signed in at most."),
  WOOEY_AUDIT_LOG: flag("false").describe(
    "Whether each audit entry is also printed to stdout as a line of JSON; see [audit](security/audit.md).",
  ),
  WOOEY_AUDIT_EXPIRATION: weeksOrNone("365d").describe(
    "How long the audit keeps sign-ins, refusals and uses of keys. Changes are kept forever.",
  ),
  WOOEY_SHOW_LOCKED_SCRIPTS: flag("true").describe(
    "Whether scripts that a user may not run are shown greyed out instead of being hidden.",
  ),
  WOOEY_ENABLE_API_KEYS: flag("false").describe("Whether the HTTP API accepts API keys."),
};

const scripts = {
  WOOEY_PYTHON: z.string().min(1).optional().meta({
    values: "a path, or a name on PATH",
    default: "python3",
    description: "The Python interpreter that runs scripts.",
  }),
  WOOEY_DEFAULT_SCRIPT_GROUP: z.string().min(1).max(100).default("Scripts").meta({
    values: "up to 100 characters",
    default: "Scripts",
    description: "The script group for scripts that are added without a group.",
  }),
  WOOEY_MINIMUM_ISOLATION: isolationLevel.describe(
    "No script runs below this isolation level; see [SECURITY.md](../SECURITY.md).",
  ),
  WOOEY_ALLOW_PACKAGE_SOURCES: flag("false").describe(
    "Whether the requirements of environments may contain pip's options, addresses and paths, and whether PEP 723 blocks may contain addresses.",
  ),
  WOOEY_WORKER_SLOTS: integer(4, { max: 256 }).describe("How many jobs one worker runs at the same time."),
  WOOEY_WORKER_TAGS: list.describe(
    "Tags of this host's workers, such as `gpu, big`. A script may require tags; see [scale](scale.md).",
  ),
  WOOEY_WORKER_GPUS: gpuNumbers.describe("The numbers of the GPUs that jobs may use, each by one job at a time."),
  WOOEY_TAKEOVER_SECONDS: integer(60, { min: 12, max: 86_400 }).describe(
    "With workers on several hosts: how long a worker may be out of touch with the database before the others take over its jobs. Its scripts are ended before that, after three quarters of this time; see [scale](scale.md).",
  ),
};

const limits = {
  WOOEY_LIMIT_RUN_SECONDS: secondsOrNone.describe("How long a script may run."),
  WOOEY_LIMIT_CPU_SECONDS: secondsOrNone.describe("How much processor time one process of a script may use."),
  WOOEY_LIMIT_MEMORY: size("2GB").describe(
    "How much memory each process of a script may use, and with control groups all of its processes together (see [SECURITY.md](../SECURITY.md)).",
  ),
  WOOEY_LIMIT_PROCESSES: integer(256).describe("How many processes and threads a script may have at the same time."),
  WOOEY_LIMIT_OPEN_FILES: integer(1024).describe(
    "How many files one process of a script may have open at the same time.",
  ),
  WOOEY_LIMIT_JOB_FOLDER: size("10GB").describe("How large a job's folder may become."),
  WOOEY_LIMIT_JOB_FILES: integer(100_000).describe("How many files and folders a job may create."),
  WOOEY_LIMIT_OUTPUT_START: size("64MB").describe("How much of the beginning of each output stream is kept."),
  WOOEY_LIMIT_OUTPUT_END: size("1MB").describe("How much of the end of each output stream is kept in addition."),
  WOOEY_LIMIT_WAITING_JOBS: integer(1000).describe(
    "How many jobs of one user may wait. All visitors from one network count as one user.",
  ),
  WOOEY_LIMIT_RUNNING_JOBS_PER_USER: integerOrNone.describe(
    "How many jobs of one user may run at the same time. All visitors count as one user.",
  ),
  WOOEY_LIMIT_SUBMITS_PER_SECOND: integer(300).describe("How many jobs one API key may submit per second."),
  WOOEY_LIMIT_API_CALLS_PER_MINUTE: integer(600).describe(
    "How often one API key, or one signed-in user, may call API v2 and the MCP server per minute. Further calls are answered with 429 and `Retry-After`.",
  ),
  WOOEY_LIMIT_FAILED_LOGINS_PER_HOUR: integer(100).describe(
    "How many sign-ins with one username or from one address may fail per hour before further attempts have to wait for some seconds; see [accounts](security/accounts.md).",
  ),
  WOOEY_LIMIT_REGISTRATIONS_PER_HOUR: integer(60).describe("How many accounts one address may register per hour."),
  WOOEY_LIMIT_STREAMS_PER_ADDRESS: integer(200).describe("How many pages with live updates one address may have open."),
  WOOEY_LIMIT_UPLOADS_PER_ADDRESS: integer(20).describe("How many uploads one address may send at the same time."),
  WOOEY_LIMIT_UPLOAD: size("10GB").describe("How large one upload may be."),
  WOOEY_LIMIT_OPEN_UPLOADS: integer(200).describe(
    "How many open uploads one user may have: large files that are being sent, or that no job uses yet. They are removed 24 hours after their last activity. All visitors from one network count as one user.",
  ),
  WOOEY_LIMIT_OPEN_UPLOADS_SIZE: size("50GB").describe("How large the open uploads of one user may be together."),
  WOOEY_LIMIT_SCRIPT: size("10MB").describe("How large a script's file may be."),
};

const inngest = {
  INNGEST_BASE_URL: url.describe(
    "The address of an Inngest server that runs the durable functions instead of the embedded engine.",
  ),
  INNGEST_EVENT_KEY: z
    .string()
    .optional()
    .meta({ values: "a text", default: "", description: "The event key of that server." }),
  INNGEST_SIGNING_KEY: z
    .string()
    .optional()
    .meta({ values: "a text", default: "", description: "The signing key of that server." }),
  INNGEST_SERVE_ORIGIN: url.describe(
    "The address at which that server reaches this one, such as `http://web:3000` between containers. Without it, that of `PUBLIC_URL` or, without that, of this machine's loopback.",
  ),
};

/** The settings by the section of docs/settings.md that they appear in. */
export const settingSections = {
  "Web server": server,
  "Database and files": storage,
  "Accounts and access": access,
  Scripts: scripts,
  Limits: limits,
  Inngest: inngest,
};

export const settingsSchema = z.object({ ...server, ...storage, ...access, ...scripts, ...limits, ...inngest });
