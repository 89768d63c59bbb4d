CREATE TABLE "event_bodies" (
	"org_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"received_at" timestamp (6) with time zone NOT NULL,
	"headers" jsonb NOT NULL,
	"body" text NOT NULL,
	CONSTRAINT "event_bodies_org_id_event_id_received_at_pk" PRIMARY KEY("org_id","event_id","received_at")
) PARTITION BY RANGE ("received_at");
--> statement-breakpoint
CREATE TABLE "event_bodies_late" PARTITION OF "event_bodies" DEFAULT;
--> statement-breakpoint
CREATE TABLE "event_executions" (
	"org_id" uuid NOT NULL,
	"execution_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"task_run_id" uuid,
	"received_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "event_executions_org_id_execution_id_event_id_pk" PRIMARY KEY("org_id","execution_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"protocol" text NOT NULL,
	"type" text NOT NULL,
	"subject" text,
	"key" text NOT NULL,
	"occurred_at" timestamp (6) with time zone,
	"received_at" timestamp (6) with time zone NOT NULL,
	"verdict" text NOT NULL,
	"because" text,
	"notes" jsonb NOT NULL,
	"parser" text NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"bytes" integer NOT NULL,
	"repeats" integer NOT NULL,
	CONSTRAINT "events_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "execution_keys" (
	"org_id" uuid NOT NULL,
	"execution_id" uuid NOT NULL,
	"key" text NOT NULL,
	CONSTRAINT "execution_keys_org_id_execution_id_key_pk" PRIMARY KEY("org_id","execution_id","key")
);
--> statement-breakpoint
CREATE TABLE "execution_references" (
	"org_id" uuid NOT NULL,
	"execution_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"confidence" text NOT NULL,
	"evidence" text NOT NULL,
	CONSTRAINT "execution_references_org_id_execution_id_kind_key_pk" PRIMARY KEY("org_id","execution_id","kind","key")
);
--> statement-breakpoint
CREATE TABLE "poll_rounds" (
	"org_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"cursor" jsonb,
	"started_at" timestamp (6) with time zone,
	"finished_at" timestamp (6) with time zone,
	"error" text,
	"failures" integer NOT NULL,
	"items" bigint NOT NULL,
	"corrections" bigint NOT NULL,
	CONSTRAINT "poll_rounds_org_id_source_id_pk" PRIMARY KEY("org_id","source_id")
);
--> statement-breakpoint
CREATE TABLE "source_connections" (
	"org_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"verifier" text,
	"secret" "bytea",
	"previous_secret" "bytea",
	"previous_secret_until" timestamp (6) with time zone,
	"mapping" jsonb,
	"poll_url" text,
	"poll_settings" "bytea",
	"is_polled" boolean DEFAULT false NOT NULL,
	"updated_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "source_connections_org_id_source_id_pk" PRIMARY KEY("org_id","source_id")
);
--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "event_retention_days" integer DEFAULT 14 NOT NULL;--> statement-breakpoint
CREATE INDEX "event_executions_by_event" ON "event_executions" USING btree ("org_id","event_id");--> statement-breakpoint
CREATE INDEX "event_executions_by_time" ON "event_executions" USING btree ("org_id","received_at");--> statement-breakpoint
CREATE INDEX "events_by_source" ON "events" USING btree ("org_id","source_id","received_at","id");--> statement-breakpoint
CREATE INDEX "events_by_time" ON "events" USING btree ("org_id","received_at","id");--> statement-breakpoint
CREATE INDEX "execution_keys_by_key" ON "execution_keys" USING btree ("org_id","key");--> statement-breakpoint
CREATE INDEX "execution_references_by_key" ON "execution_references" USING btree ("org_id","key");