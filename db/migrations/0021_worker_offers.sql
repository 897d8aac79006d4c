ALTER TABLE "jobs" ADD COLUMN "reserved" jsonb;--> statement-breakpoint
ALTER TABLE "workers" ADD COLUMN "tags" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "workers" ADD COLUMN "gpus" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "workers" ADD COLUMN "memory_bytes" bigint;--> statement-breakpoint
ALTER TABLE "workers" ADD COLUMN "cpus" integer;--> statement-breakpoint
ALTER TABLE "workers" ADD COLUMN "is_draining" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "scripts_with_needs" ON "scripts" USING btree ("id") WHERE ("scripts"."limits" ?| array['workerTags', 'gpus', 'requestedMemoryBytes', 'requestedCpus']);