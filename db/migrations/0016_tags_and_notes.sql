CREATE TABLE "job_notes" (
	"job_id" integer PRIMARY KEY NOT NULL,
	"text" text NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "job_tags" (
	"job_id" integer NOT NULL,
	"tag" text NOT NULL,
	"owner_id" integer,
	CONSTRAINT "job_tags_job_id_tag_pk" PRIMARY KEY("job_id","tag")
);
--> statement-breakpoint
CREATE TABLE "script_tags" (
	"script_id" integer NOT NULL,
	"tag" text NOT NULL,
	CONSTRAINT "script_tags_script_id_tag_pk" PRIMARY KEY("script_id","tag")
);
--> statement-breakpoint
ALTER TABLE "job_notes" ADD CONSTRAINT "job_notes_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_tags" ADD CONSTRAINT "job_tags_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_tags" ADD CONSTRAINT "job_tags_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "script_tags" ADD CONSTRAINT "script_tags_script_id_scripts_id_fk" FOREIGN KEY ("script_id") REFERENCES "public"."scripts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "job_tags_of_owner" ON "job_tags" USING btree ("owner_id","tag","job_id");--> statement-breakpoint
CREATE INDEX "job_tags_tag" ON "job_tags" USING btree ("tag","job_id");--> statement-breakpoint
CREATE INDEX "script_tags_tag" ON "script_tags" USING btree ("tag");