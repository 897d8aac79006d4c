CREATE TABLE "environment_locks" (
	"key" text PRIMARY KEY NOT NULL,
	"packages" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
