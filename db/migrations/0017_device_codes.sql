CREATE TABLE "device_codes" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "device_codes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"secret_hash" text NOT NULL,
	"user_code" text NOT NULL,
	"program" text NOT NULL,
	"address" text DEFAULT '' NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"last_polled_at" timestamp (3) with time zone,
	"decision" text,
	"session_id" uuid,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "device_codes_secretHash_unique" UNIQUE("secret_hash"),
	CONSTRAINT "device_codes_userCode_unique" UNIQUE("user_code"),
	CONSTRAINT "device_codes_decision" CHECK ("device_codes"."decision" in ('approved', 'denied')),
	CONSTRAINT "device_codes_scopes" CHECK ("device_codes"."scopes" <@ '{read,run,manage}' and cardinality("device_codes"."scopes") > 0)
);
--> statement-breakpoint
ALTER TABLE "device_codes" ADD CONSTRAINT "device_codes_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "device_codes_expires_at_index" ON "device_codes" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "device_codes_session_id_index" ON "device_codes" USING btree ("session_id");