ALTER TABLE "workers" ADD COLUMN "pid_start" text;--> statement-breakpoint
ALTER TABLE "workers" ADD COLUMN "realm" jsonb;--> statement-breakpoint
ALTER TABLE "workers" ADD COLUMN "lease_until" timestamp (3) with time zone;