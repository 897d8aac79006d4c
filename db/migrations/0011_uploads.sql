CREATE TABLE "uploads" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"owner_id" integer,
	"browser_hash" text,
	"network_hash" text,
	"filename" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"received_bytes" bigint DEFAULT 0 NOT NULL,
	"sha256" text,
	"sha1" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "uploads_owner" CHECK (num_nonnulls("uploads"."owner_id", "uploads"."browser_hash") = 1),
	CONSTRAINT "uploads_received" CHECK ("uploads"."received_bytes" between 0 and "uploads"."size_bytes"),
	CONSTRAINT "uploads_complete" CHECK ("uploads"."sha256" is null or "uploads"."received_bytes" = "uploads"."size_bytes")
);
--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "uploads_of_owner" ON "uploads" USING btree ("owner_id") WHERE "uploads"."owner_id" is not null;--> statement-breakpoint
CREATE INDEX "uploads_of_browser" ON "uploads" USING btree ("browser_hash") WHERE "uploads"."browser_hash" is not null;--> statement-breakpoint
CREATE INDEX "uploads_of_network" ON "uploads" USING btree ("network_hash") WHERE "uploads"."network_hash" is not null;--> statement-breakpoint
CREATE INDEX "uploads_sha256" ON "uploads" USING btree ("sha256") WHERE "uploads"."sha256" is not null;--> statement-breakpoint
CREATE INDEX "uploads_expires_at" ON "uploads" USING btree ("expires_at");