ALTER TABLE "scripts" ADD COLUMN "has_terminal" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "scripts" ADD COLUMN "isolation_level" smallint;--> statement-breakpoint
ALTER TABLE "scripts" ADD CONSTRAINT "scripts_isolation_level" CHECK ("scripts"."isolation_level" between 0 and 3);