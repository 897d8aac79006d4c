CREATE TABLE "environment_orders" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"environment_id" integer,
	"version_id" integer,
	"worker_id" uuid,
	"ordered_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "environment_orders_environmentId_unique" UNIQUE("environment_id"),
	CONSTRAINT "environment_orders_versionId_unique" UNIQUE("version_id"),
	CONSTRAINT "environment_orders_target" CHECK (num_nonnulls("environment_orders"."environment_id", "environment_orders"."version_id") = 1)
);
--> statement-breakpoint
ALTER TABLE "scripts" ADD COLUMN "has_terminal" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "scripts" ADD COLUMN "isolation_level" smallint;--> statement-breakpoint
ALTER TABLE "environment_orders" ADD CONSTRAINT "environment_orders_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "environment_orders" ADD CONSTRAINT "environment_orders_version_id_script_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."script_versions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scripts" ADD CONSTRAINT "scripts_isolation_level" CHECK ("scripts"."isolation_level" between 0 and 3);