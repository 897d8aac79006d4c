ALTER TABLE "api_keys" ADD COLUMN "last_used_address" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "scopes" text[] DEFAULT '{read,run,manage}' NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "script_ids" integer[];--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "confirmed_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_scopes" CHECK ("api_keys"."scopes" <@ '{read,run,manage}' and cardinality("api_keys"."scopes") > 0);--> statement-breakpoint
UPDATE "sessions" SET "confirmed_at" = "created_at";
