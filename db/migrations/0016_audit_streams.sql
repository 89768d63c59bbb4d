CREATE TABLE "audit_streams" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"settings" jsonb NOT NULL,
	"sealed_secret" text,
	"sealed_previous" text,
	"previous_until" timestamp (6) with time zone,
	"shape" text NOT NULL,
	"team_ids" uuid[],
	"actions" text[],
	"paused_at" timestamp (6) with time zone,
	"created_at" timestamp (6) with time zone NOT NULL,
	"cursor" bigint NOT NULL,
	"sent" bigint DEFAULT 0 NOT NULL,
	"missed" bigint DEFAULT 0 NOT NULL,
	"last_sent_at" timestamp (6) with time zone,
	"last_error" text,
	"failing_since" timestamp (6) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (6) with time zone,
	CONSTRAINT "audit_streams_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "audit_streams_by_name" ON "audit_streams" USING btree ("org_id","name");