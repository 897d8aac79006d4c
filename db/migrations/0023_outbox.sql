CREATE TABLE "engine"."server" (
	"id" integer PRIMARY KEY NOT NULL,
	"base_url" text NOT NULL,
	"registered_at" timestamp with time zone,
	"served_at" text,
	"registration_error" text,
	"sent_at" timestamp with time zone,
	"send_error" text,
	CONSTRAINT "server_one" CHECK ("engine"."server"."id" = 1)
);
--> statement-breakpoint
DROP INDEX "jobs_unacknowledged";--> statement-breakpoint
ALTER TABLE "engine"."events" ADD COLUMN "due_at" timestamp with time zone DEFAULT now() NOT NULL;