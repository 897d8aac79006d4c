CREATE TABLE "audit_log_queue" (
	"id" bigint PRIMARY KEY NOT NULL
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "known_networks" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "audit_address_id_index" ON "audit" USING btree ("address","id");