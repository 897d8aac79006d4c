ALTER TABLE "job_files" ADD COLUMN "scan_state" text DEFAULT 'passed' NOT NULL;--> statement-breakpoint
ALTER TABLE "job_files" ADD COLUMN "virus" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "temporary_until" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "job_files_withheld" ON "job_files" USING btree ("id") WHERE "job_files"."scan_state" <> 'passed';