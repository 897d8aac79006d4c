ALTER TABLE "workers" ADD COLUMN "cgroups" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "workers" ADD COLUMN "cgroups_reason" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "workers" ADD COLUMN "cgroups_fix" text DEFAULT '' NOT NULL;