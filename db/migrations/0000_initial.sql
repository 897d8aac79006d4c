CREATE SCHEMA "engine";
--> statement-breakpoint
CREATE TABLE "engine"."crons" (
	"function_id" text NOT NULL,
	"expression" text NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	CONSTRAINT "crons_function_id_expression_pk" PRIMARY KEY("function_id","expression")
);
--> statement-breakpoint
CREATE TABLE "engine"."events" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "engine"."events_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"id" text NOT NULL,
	"payload" json NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"scheduled_at" timestamp with time zone,
	CONSTRAINT "events_name_id" UNIQUE("name","id")
);
--> statement-breakpoint
CREATE TABLE "engine"."functions" (
	"id" text PRIMARY KEY NOT NULL,
	"config" jsonb NOT NULL,
	"synced_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "engine"."items" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "engine"."items_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" text NOT NULL,
	"function_id" text NOT NULL,
	"kind" text NOT NULL,
	"step_id" text DEFAULT 'step' NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"attempts_max" integer NOT NULL,
	"priority" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"key1" text,
	"limit1" integer,
	"key2" text,
	"limit2" integer,
	"owner" text,
	"lease_until" timestamp with time zone,
	"generation" integer DEFAULT 0 NOT NULL,
	"claims" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "items_owned" CHECK (("engine"."items"."owner" is null) = ("engine"."items"."lease_until" is null))
);
--> statement-breakpoint
CREATE TABLE "engine"."runs" (
	"id" text PRIMARY KEY NOT NULL,
	"function_id" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"event" json NOT NULL,
	"idempotency_key" text,
	"stack" text[] DEFAULT '{}' NOT NULL,
	"force_plan" boolean DEFAULT false NOT NULL,
	"output" json,
	"error" json,
	"parent_run_id" text,
	"parent_step_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "runs_status" CHECK ("engine"."runs"."status" in ('queued', 'running', 'completed', 'failed', 'cancelled')),
	CONSTRAINT "runs_ended" CHECK (("engine"."runs"."ended_at" is not null) = ("engine"."runs"."status" not in ('queued', 'running')))
);
--> statement-breakpoint
CREATE TABLE "engine"."steps" (
	"run_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text,
	"op" text NOT NULL,
	"status" text NOT NULL,
	"data" json,
	"error" json,
	CONSTRAINT "steps_run_id_id_pk" PRIMARY KEY("run_id","id"),
	CONSTRAINT "steps_status" CHECK ("engine"."steps"."status" in ('planned', 'waiting', 'done', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "engine"."waits" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "engine"."waits_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" text NOT NULL,
	"step_id" text,
	"kind" text NOT NULL,
	"topic" text NOT NULL,
	"expression" text,
	"expires_at" timestamp with time zone,
	CONSTRAINT "waits_kind" CHECK ("engine"."waits"."kind" in ('event', 'signal', 'invoke', 'cancel'))
);
--> statement-breakpoint
CREATE TABLE "favorites" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "favorites_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"script_id" integer,
	"job_file_id" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "favorites_one_target" CHECK (num_nonnulls("favorites"."script_id", "favorites"."job_file_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "files" (
	"sha256" text PRIMARY KEY NOT NULL,
	"sha1" text,
	"size_bytes" bigint NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "job_files" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "job_files_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"job_id" integer NOT NULL,
	"direction" text NOT NULL,
	"path" text NOT NULL,
	"sha256" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"kind" text DEFAULT 'other' NOT NULL,
	"media_type" text DEFAULT 'application/octet-stream' NOT NULL,
	"parameter" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "job_files_direction" CHECK ("job_files"."direction" in ('input', 'output'))
);
--> statement-breakpoint
CREATE TABLE "job_output" (
	"job_id" integer NOT NULL,
	"attempt" integer NOT NULL,
	"position" bigint NOT NULL,
	"stream" smallint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "job_output_job_id_attempt_position_pk" PRIMARY KEY("job_id","attempt","position")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "jobs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"uuid" uuid DEFAULT gen_random_uuid() NOT NULL,
	"owner_id" integer,
	"browser_hash" text,
	"version_id" integer NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"visibility" text DEFAULT 'link' NOT NULL,
	"inputs_shared" boolean DEFAULT false NOT NULL,
	"values" jsonb NOT NULL,
	"argv" jsonb NOT NULL,
	"status" text DEFAULT 'submitted' NOT NULL,
	"attempt" integer DEFAULT 1 NOT NULL,
	"priority" integer DEFAULT 0 NOT NULL,
	"exit_code" integer,
	"signal" text,
	"ended_by" text,
	"end_note" text,
	"isolation_level" smallint,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"stop_requested_at" timestamp (3) with time zone,
	"kill_requested" boolean DEFAULT false NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	"acknowledged_at" timestamp (3) with time zone,
	"remind_at" timestamp (3) with time zone,
	"reminders" integer DEFAULT 0 NOT NULL,
	"worker_id" uuid,
	"host" text,
	"boot_id" text,
	"pid" integer,
	"pid_start" text,
	"output_bytes" bigint DEFAULT 0 NOT NULL,
	"output_dropped_bytes" bigint DEFAULT 0 NOT NULL,
	"idempotency_key" text,
	CONSTRAINT "jobs_uuid_unique" UNIQUE("uuid"),
	CONSTRAINT "jobs_status" CHECK ("jobs"."status" in ('submitted', 'queued', 'running', 'completed', 'failed', 'error', 'stopped', 'interrupted')),
	CONSTRAINT "jobs_visibility" CHECK ("jobs"."visibility" in ('private', 'link', 'public')),
	CONSTRAINT "jobs_ended" CHECK (("jobs"."ended_at" is not null) = ("jobs"."status" not in ('submitted', 'queued', 'running')))
);
--> statement-breakpoint
CREATE TABLE "stored_outputs" (
	"job_id" integer NOT NULL,
	"attempt" integer NOT NULL,
	"sha256" text NOT NULL,
	"blocks" jsonb NOT NULL,
	CONSTRAINT "stored_outputs_job_id_attempt_pk" PRIMARY KEY("job_id","attempt")
);
--> statement-breakpoint
CREATE TABLE "corrections" (
	"script_id" integer NOT NULL,
	"path" text NOT NULL,
	"patch" jsonb NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_by_id" integer,
	CONSTRAINT "corrections_script_id_path_pk" PRIMARY KEY("script_id","path")
);
--> statement-breakpoint
CREATE TABLE "descriptions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"sha256" text NOT NULL,
	"filename" text NOT NULL,
	"ignore_bad_imports" boolean DEFAULT true NOT NULL,
	"worker_id" uuid,
	"report" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "descriptions_status" CHECK ("descriptions"."status" in ('queued', 'running', 'done'))
);
--> statement-breakpoint
CREATE TABLE "environments" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "environments_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"python_binary" text NOT NULL,
	"requirements" text DEFAULT '' NOT NULL,
	"directory" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "script_group_user_groups" (
	"script_group_id" integer NOT NULL,
	"user_group_id" integer NOT NULL,
	CONSTRAINT "script_group_user_groups_script_group_id_user_group_id_pk" PRIMARY KEY("script_group_id","user_group_id")
);
--> statement-breakpoint
CREATE TABLE "script_groups" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "script_groups_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"position" integer DEFAULT 1 NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	CONSTRAINT "script_groups_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "script_user_groups" (
	"script_id" integer NOT NULL,
	"user_group_id" integer NOT NULL,
	CONSTRAINT "script_user_groups_script_id_user_group_id_pk" PRIMARY KEY("script_id","user_group_id")
);
--> statement-breakpoint
CREATE TABLE "script_versions" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "script_versions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"script_id" integer NOT NULL,
	"version" text DEFAULT '1' NOT NULL,
	"iteration" integer DEFAULT 1 NOT NULL,
	"filename" text NOT NULL,
	"sha1" text NOT NULL,
	"sha256" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"spec" jsonb NOT NULL,
	"report" jsonb NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"is_default" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by_id" integer,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_by_id" integer,
	CONSTRAINT "script_versions_iteration" UNIQUE("script_id","version","iteration"),
	CONSTRAINT "script_versions_default_is_active" CHECK (not "script_versions"."is_default" or "script_versions"."is_active")
);
--> statement-breakpoint
CREATE TABLE "scripts" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "scripts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"group_id" integer NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"documentation" text DEFAULT '' NOT NULL,
	"position" integer DEFAULT 1 NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"ignore_bad_imports" boolean DEFAULT false NOT NULL,
	"execute_full_path" boolean DEFAULT true NOT NULL,
	"save_path" text,
	"environment_id" integer,
	"limits" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"network_allowed" boolean DEFAULT false NOT NULL,
	"is_repeatable" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by_id" integer,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_by_id" integer,
	CONSTRAINT "scripts_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"user_id" integer,
	"actor" text NOT NULL,
	"address" text DEFAULT '' NOT NULL,
	"action" text NOT NULL,
	"target" text DEFAULT '' NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "account_links" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"secret_hash" text NOT NULL,
	"user_id" integer,
	"role" text DEFAULT 'user' NOT NULL,
	"group_ids" integer[] DEFAULT '{}' NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"created_by_id" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "account_links_secretHash_unique" UNIQUE("secret_hash"),
	CONSTRAINT "account_links_kind" CHECK ("account_links"."kind" in ('invitation', 'password')),
	CONSTRAINT "account_links_role" CHECK ("account_links"."role" in ('user', 'staff', 'administrator'))
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "api_keys_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"name" text NOT NULL,
	"key_hash" text NOT NULL,
	"hint" text NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_keyHash_unique" UNIQUE("key_hash")
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer NOT NULL,
	"window_ends_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"user_agent" text DEFAULT '' NOT NULL,
	"address" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_group_members" (
	"group_id" integer NOT NULL,
	"user_id" integer NOT NULL,
	CONSTRAINT "user_group_members_group_id_user_id_pk" PRIMARY KEY("group_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "user_groups" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "user_groups_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	CONSTRAINT "user_groups_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "users_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"username" text NOT NULL,
	"full_name" text DEFAULT '' NOT NULL,
	"email" text DEFAULT '' NOT NULL,
	"password_hash" text,
	"role" text DEFAULT 'user' NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone,
	CONSTRAINT "users_username_unique" UNIQUE("username"),
	CONSTRAINT "users_role" CHECK ("users"."role" in ('user', 'staff', 'administrator')),
	CONSTRAINT "users_username" CHECK ("users"."username" = lower("users"."username") and length("users"."username") between 1 and 150)
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"boot_id" text NOT NULL,
	"pid" integer NOT NULL,
	"slots" integer NOT NULL,
	"isolation_level" smallint NOT NULL,
	"isolation_reason" text DEFAULT '' NOT NULL,
	"isolation_fix" text DEFAULT '' NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"heartbeat_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "engine"."items" ADD CONSTRAINT "items_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "engine"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engine"."steps" ADD CONSTRAINT "steps_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "engine"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engine"."waits" ADD CONSTRAINT "waits_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "engine"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "favorites" ADD CONSTRAINT "favorites_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "favorites" ADD CONSTRAINT "favorites_script_id_scripts_id_fk" FOREIGN KEY ("script_id") REFERENCES "public"."scripts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "favorites" ADD CONSTRAINT "favorites_job_file_id_job_files_id_fk" FOREIGN KEY ("job_file_id") REFERENCES "public"."job_files"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_files" ADD CONSTRAINT "job_files_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_files" ADD CONSTRAINT "job_files_sha256_files_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."files"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_output" ADD CONSTRAINT "job_output_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_version_id_script_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."script_versions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stored_outputs" ADD CONSTRAINT "stored_outputs_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stored_outputs" ADD CONSTRAINT "stored_outputs_sha256_files_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."files"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_script_id_scripts_id_fk" FOREIGN KEY ("script_id") REFERENCES "public"."scripts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_modified_by_id_users_id_fk" FOREIGN KEY ("modified_by_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "script_group_user_groups" ADD CONSTRAINT "script_group_user_groups_script_group_id_script_groups_id_fk" FOREIGN KEY ("script_group_id") REFERENCES "public"."script_groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "script_group_user_groups" ADD CONSTRAINT "script_group_user_groups_user_group_id_user_groups_id_fk" FOREIGN KEY ("user_group_id") REFERENCES "public"."user_groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "script_user_groups" ADD CONSTRAINT "script_user_groups_script_id_scripts_id_fk" FOREIGN KEY ("script_id") REFERENCES "public"."scripts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "script_user_groups" ADD CONSTRAINT "script_user_groups_user_group_id_user_groups_id_fk" FOREIGN KEY ("user_group_id") REFERENCES "public"."user_groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "script_versions" ADD CONSTRAINT "script_versions_script_id_scripts_id_fk" FOREIGN KEY ("script_id") REFERENCES "public"."scripts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "script_versions" ADD CONSTRAINT "script_versions_created_by_id_users_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "script_versions" ADD CONSTRAINT "script_versions_modified_by_id_users_id_fk" FOREIGN KEY ("modified_by_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scripts" ADD CONSTRAINT "scripts_group_id_script_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."script_groups"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scripts" ADD CONSTRAINT "scripts_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scripts" ADD CONSTRAINT "scripts_created_by_id_users_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scripts" ADD CONSTRAINT "scripts_modified_by_id_users_id_fk" FOREIGN KEY ("modified_by_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit" ADD CONSTRAINT "audit_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_links" ADD CONSTRAINT "account_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_links" ADD CONSTRAINT "account_links_created_by_id_users_id_fk" FOREIGN KEY ("created_by_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_group_members" ADD CONSTRAINT "user_group_members_group_id_user_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."user_groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_group_members" ADD CONSTRAINT "user_group_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "events_unscheduled" ON "engine"."events" USING btree ("position") WHERE "engine"."events"."scheduled_at" is null;--> statement-breakpoint
CREATE INDEX "events_received" ON "engine"."events" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "items_ready" ON "engine"."items" USING btree ("priority" DESC NULLS FIRST,"due_at","id") WHERE "engine"."items"."owner" is null;--> statement-breakpoint
CREATE INDEX "items_due" ON "engine"."items" USING btree ("due_at") WHERE "engine"."items"."owner" is null;--> statement-breakpoint
CREATE INDEX "items_owner" ON "engine"."items" USING btree ("owner") WHERE "engine"."items"."owner" is not null;--> statement-breakpoint
CREATE INDEX "items_run" ON "engine"."items" USING btree ("run_id");--> statement-breakpoint
CREATE UNIQUE INDEX "items_one_discovery" ON "engine"."items" USING btree ("run_id") WHERE "engine"."items"."kind" = 'call' and "engine"."items"."step_id" = 'step' and "engine"."items"."owner" is null;--> statement-breakpoint
CREATE INDEX "runs_idempotency" ON "engine"."runs" USING btree ("function_id","idempotency_key") WHERE "engine"."runs"."idempotency_key" is not null;--> statement-breakpoint
CREATE INDEX "runs_function" ON "engine"."runs" USING btree ("function_id","created_at");--> statement-breakpoint
CREATE INDEX "runs_ended_at" ON "engine"."runs" USING btree ("ended_at") WHERE "engine"."runs"."ended_at" is not null;--> statement-breakpoint
CREATE INDEX "waits_topic" ON "engine"."waits" USING btree ("topic","kind");--> statement-breakpoint
CREATE INDEX "waits_run" ON "engine"."waits" USING btree ("run_id","step_id");--> statement-breakpoint
CREATE UNIQUE INDEX "favorites_script" ON "favorites" USING btree ("user_id","script_id");--> statement-breakpoint
CREATE UNIQUE INDEX "favorites_job_file" ON "favorites" USING btree ("user_id","job_file_id");--> statement-breakpoint
CREATE INDEX "favorites_of_file" ON "favorites" USING btree ("job_file_id");--> statement-breakpoint
CREATE UNIQUE INDEX "job_files_output_path" ON "job_files" USING btree ("job_id","path") WHERE "job_files"."direction" = 'output';--> statement-breakpoint
CREATE INDEX "job_files_job" ON "job_files" USING btree ("job_id","id");--> statement-breakpoint
CREATE INDEX "job_files_sha256" ON "job_files" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "jobs_owner" ON "jobs" USING btree ("owner_id","id");--> statement-breakpoint
CREATE INDEX "jobs_owner_version" ON "jobs" USING btree ("owner_id","version_id","id");--> statement-breakpoint
CREATE INDEX "jobs_owner_status" ON "jobs" USING btree ("owner_id","status","id");--> statement-breakpoint
CREATE INDEX "jobs_by_status" ON "jobs" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "jobs_open_of_owner" ON "jobs" USING btree ("owner_id","id") WHERE "jobs"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "jobs_browser" ON "jobs" USING btree ("browser_hash","id") WHERE "jobs"."browser_hash" is not null;--> statement-breakpoint
CREATE INDEX "jobs_version" ON "jobs" USING btree ("version_id","id");--> statement-breakpoint
CREATE INDEX "jobs_public" ON "jobs" USING btree ("id") WHERE "jobs"."visibility" = 'public' and "jobs"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "jobs_open" ON "jobs" USING btree ("priority","id") WHERE "jobs"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "jobs_deleted_at" ON "jobs" USING btree ("deleted_at") WHERE "jobs"."deleted_at" is not null;--> statement-breakpoint
CREATE INDEX "jobs_ended_at" ON "jobs" USING btree ("ended_at") WHERE "jobs"."ended_at" is not null;--> statement-breakpoint
CREATE INDEX "jobs_unacknowledged" ON "jobs" USING btree ("remind_at") WHERE "jobs"."ended_at" is not null and "jobs"."acknowledged_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "jobs_idempotency" ON "jobs" USING btree ("owner_id","idempotency_key") WHERE "jobs"."idempotency_key" is not null;--> statement-breakpoint
CREATE INDEX "stored_outputs_sha256" ON "stored_outputs" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "descriptions_queued" ON "descriptions" USING btree ("created_at") WHERE "descriptions"."status" = 'queued';--> statement-breakpoint
CREATE UNIQUE INDEX "script_groups_name" ON "script_groups" USING btree ("name");--> statement-breakpoint
CREATE UNIQUE INDEX "script_versions_one_default" ON "script_versions" USING btree ("script_id") WHERE "script_versions"."is_default";--> statement-breakpoint
CREATE INDEX "script_versions_sha1" ON "script_versions" USING btree ("sha1");--> statement-breakpoint
CREATE INDEX "scripts_of_group" ON "scripts" USING btree ("group_id","position",lower("name"),"id");--> statement-breakpoint
CREATE INDEX "scripts_name_index" ON "scripts" USING btree ("name");--> statement-breakpoint
CREATE INDEX "audit_user_id_id_index" ON "audit" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "audit_action_id_index" ON "audit" USING btree ("action","id");--> statement-breakpoint
CREATE INDEX "audit_target_id_index" ON "audit" USING btree ("target","id");--> statement-breakpoint
CREATE INDEX "account_links_user_id_index" ON "account_links" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "api_keys_user_id_index" ON "api_keys" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user_id_index" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "user_group_members_user_id_index" ON "user_group_members" USING btree ("user_id");