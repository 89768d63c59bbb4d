CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"org_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"target_kind" text NOT NULL,
	"target_id" text NOT NULL,
	"team_id" uuid,
	"ip" text,
	"request_id" text,
	"outcome" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"payload_hash" "bytea" NOT NULL,
	"previous_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_entries_org_id_seq_pk" PRIMARY KEY("org_id","seq")
);
--> statement-breakpoint
CREATE TABLE "audit_heads" (
	"org_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_heads_org_id_pk" PRIMARY KEY("org_id")
);
--> statement-breakpoint
CREATE TABLE "executions" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"flow_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"native_id" text NOT NULL,
	"attempt" integer NOT NULL,
	"title" text,
	"dialect" text NOT NULL,
	"state" text NOT NULL,
	"native_state" text,
	"occurred_at" timestamp (6) with time zone NOT NULL,
	"queued_at_unix_nano" bigint,
	"started_at_unix_nano" bigint,
	"ended_at_unix_nano" bigint,
	"duration_ms" bigint,
	"trigger" text,
	"actor" text,
	"commit" text,
	"branch" text,
	"version" text,
	"environment" text NOT NULL,
	"url" text,
	"error_type" text,
	"error_message" text,
	"failed_task" text,
	"labels" jsonb NOT NULL,
	"transitions" jsonb NOT NULL,
	"links" jsonb NOT NULL,
	"parent_id" uuid,
	"retry_of_id" uuid,
	"trace_id" uuid,
	"span_id" "bytea",
	"facts" jsonb NOT NULL,
	"revision" bigint NOT NULL,
	"received_at" timestamp (6) with time zone NOT NULL,
	"updated_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "executions_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "task_runs" (
	"org_id" uuid NOT NULL,
	"execution_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"parent_id" uuid,
	"name" text NOT NULL,
	"kind" text,
	"native_id" text,
	"map_index" integer,
	"attempt" integer NOT NULL,
	"state" text NOT NULL,
	"native_state" text,
	"queued_at_unix_nano" bigint,
	"started_at_unix_nano" bigint,
	"ended_at_unix_nano" bigint,
	"duration_ms" bigint,
	"error_type" text,
	"error_message" text,
	"worker" text,
	"url" text,
	"trace_id" uuid,
	"span_id" "bytea",
	"facts" jsonb NOT NULL,
	CONSTRAINT "task_runs_org_id_execution_id_id_pk" PRIMARY KEY("org_id","execution_id","id")
);
--> statement-breakpoint
CREATE TABLE "job_runs" (
	"org_id" uuid NOT NULL,
	"name" text NOT NULL,
	"started_at" timestamp (6) with time zone NOT NULL,
	"finished_at" timestamp (6) with time zone,
	"error" text,
	"result" jsonb,
	CONSTRAINT "job_runs_org_id_name_pk" PRIMARY KEY("org_id","name")
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"org_id" uuid NOT NULL,
	"name" text NOT NULL,
	"holder" text NOT NULL,
	"epoch" bigint NOT NULL,
	"expires_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "leases_org_id_name_pk" PRIMARY KEY("org_id","name")
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"org_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "memberships_org_id_user_id_team_id_pk" PRIMARY KEY("org_id","user_id","team_id")
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"org_id" uuid NOT NULL,
	"name" text NOT NULL,
	"span_retention_days" integer DEFAULT 14 NOT NULL,
	"log_retention_days" integer DEFAULT 14 NOT NULL,
	"execution_retention_days" integer DEFAULT 400 NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "organizations_org_id_pk" PRIMARY KEY("org_id")
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"org_id" uuid NOT NULL,
	"key" text NOT NULL,
	"window_start" timestamp (6) with time zone NOT NULL,
	"attempts" integer NOT NULL,
	CONSTRAINT "rate_limits_org_id_key_window_start_pk" PRIMARY KEY("org_id","key","window_start")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"last_seen_at" timestamp (6) with time zone NOT NULL,
	"expires_at" timestamp (6) with time zone NOT NULL,
	"ip" text,
	"user_agent" text,
	CONSTRAINT "sessions_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "setup_tokens" (
	"org_id" uuid NOT NULL,
	"hash" "bytea" NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"used_at" timestamp (6) with time zone,
	CONSTRAINT "setup_tokens_org_id_hash_pk" PRIMARY KEY("org_id","hash")
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "teams_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "teams_by_slug" UNIQUE("org_id","slug")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"is_owner" boolean DEFAULT false NOT NULL,
	"disabled_at" timestamp (6) with time zone,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "users_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "users_by_email" UNIQUE("org_id","email")
);
--> statement-breakpoint
CREATE TABLE "flows" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"namespace" text NOT NULL,
	"name" text NOT NULL,
	"dialect" text NOT NULL,
	"first_seen_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "flows_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "flows_by_name" UNIQUE("org_id","source_id","namespace","name")
);
--> statement-breakpoint
CREATE TABLE "ingest_tokens" (
	"org_id" uuid NOT NULL,
	"id" text NOT NULL,
	"source_id" uuid NOT NULL,
	"name" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"created_by" uuid,
	"created_at" timestamp (6) with time zone NOT NULL,
	"expires_at" timestamp (6) with time zone,
	"revoked_at" timestamp (6) with time zone,
	CONSTRAINT "ingest_tokens_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "rejections" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"received_at" timestamp (6) with time zone NOT NULL,
	"signal" text NOT NULL,
	"reason" text NOT NULL,
	"path" text,
	"message" text NOT NULL,
	"item" jsonb,
	CONSTRAINT "rejections_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "source_counts" (
	"org_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"hour" timestamp (6) with time zone NOT NULL,
	"signal" text NOT NULL,
	"verdict" text NOT NULL,
	"reason" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "source_counts_org_id_source_id_hour_signal_verdict_reason_pk" PRIMARY KEY("org_id","source_id","hour","signal","verdict","reason")
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"environment" text NOT NULL,
	"recognition" text DEFAULT 'automatic' NOT NULL,
	"items_per_second" integer,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "sources_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "sources_by_slug" UNIQUE("org_id","slug")
);
--> statement-breakpoint
CREATE TABLE "token_uses" (
	"org_id" uuid NOT NULL,
	"token_id" text NOT NULL,
	"last_used_at" timestamp (6) with time zone NOT NULL,
	"user_agent" text,
	CONSTRAINT "token_uses_org_id_token_id_pk" PRIMARY KEY("org_id","token_id")
);
--> statement-breakpoint
CREATE TABLE "log_records" (
	"org_id" uuid NOT NULL,
	"trace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"occurred_at" timestamp (6) with time zone NOT NULL,
	"span_id" "bytea",
	"resource_id" uuid NOT NULL,
	"scope_id" uuid NOT NULL,
	"time_unix_nano" bigint NOT NULL,
	"observed_unix_nano" bigint NOT NULL,
	"severity_number" smallint NOT NULL,
	"severity_text" text,
	"event_name" text,
	"body_text" text,
	"body" jsonb,
	"attributes" jsonb NOT NULL,
	"dropped_attributes_count" bigint NOT NULL,
	"flags" bigint NOT NULL,
	"exception" jsonb,
	"received_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "log_records_org_id_trace_id_id_occurred_at_pk" PRIMARY KEY("org_id","trace_id","id","occurred_at")
) PARTITION BY RANGE ("occurred_at");
--> statement-breakpoint
CREATE TABLE "log_records_late" PARTITION OF "log_records" DEFAULT;
--> statement-breakpoint
CREATE TABLE "resources" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"service_name" text,
	"attributes" jsonb NOT NULL,
	"dropped_attributes_count" integer NOT NULL,
	"schema_url" text,
	"first_seen_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "resources_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "scopes" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text,
	"version" text,
	"attributes" jsonb NOT NULL,
	"dropped_attributes_count" integer NOT NULL,
	"schema_url" text,
	"first_seen_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "scopes_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "spans" (
	"org_id" uuid NOT NULL,
	"trace_id" uuid NOT NULL,
	"span_id" "bytea" NOT NULL,
	"started_at" timestamp (6) with time zone NOT NULL,
	"resource_id" uuid NOT NULL,
	"scope_id" uuid NOT NULL,
	"parent_span_id" "bytea",
	"name" text NOT NULL,
	"kind" smallint NOT NULL,
	"start_unix_nano" bigint NOT NULL,
	"end_unix_nano" bigint NOT NULL,
	"status_code" smallint NOT NULL,
	"status_message" text,
	"trace_state" text,
	"flags" bigint NOT NULL,
	"attributes" jsonb NOT NULL,
	"dropped_attributes_count" bigint NOT NULL,
	"events" jsonb,
	"dropped_events_count" bigint NOT NULL,
	"links" jsonb,
	"dropped_links_count" bigint NOT NULL,
	"mark" jsonb,
	"received_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "spans_org_id_trace_id_span_id_started_at_pk" PRIMARY KEY("org_id","trace_id","span_id","started_at")
) PARTITION BY RANGE ("started_at");
--> statement-breakpoint
CREATE TABLE "spans_late" PARTITION OF "spans" DEFAULT;
--> statement-breakpoint
CREATE TABLE "traces" (
	"org_id" uuid NOT NULL,
	"trace_id" uuid NOT NULL,
	"started_at" timestamp (6) with time zone NOT NULL,
	"ended_at" timestamp (6) with time zone NOT NULL,
	"root_name" text,
	"root_service" text,
	"root_span_id" "bytea",
	"source_ids" uuid[] NOT NULL,
	"team_ids" uuid[] NOT NULL,
	"execution_ids" uuid[] NOT NULL,
	"has_error" smallint NOT NULL,
	"is_marked" smallint NOT NULL,
	"updated_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "traces_org_id_trace_id_pk" PRIMARY KEY("org_id","trace_id")
);
--> statement-breakpoint
CREATE INDEX "audit_entries_by_target" ON "audit_entries" USING btree ("org_id","target_kind","target_id","seq");--> statement-breakpoint
CREATE INDEX "executions_by_time" ON "executions" USING btree ("org_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "executions_by_team" ON "executions" USING btree ("org_id","team_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "executions_by_flow" ON "executions" USING btree ("org_id","flow_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "executions_broken" ON "executions" USING btree ("org_id","occurred_at","id") WHERE "executions"."state" in ('failed', 'timed_out', 'lost', 'missing');--> statement-breakpoint
CREATE INDEX "executions_active" ON "executions" USING btree ("org_id","occurred_at","id") WHERE "executions"."ended_at_unix_nano" is null;--> statement-breakpoint
CREATE INDEX "executions_by_parent" ON "executions" USING btree ("org_id","parent_id") WHERE "executions"."parent_id" is not null;--> statement-breakpoint
CREATE INDEX "executions_labels" ON "executions" USING gin ("labels" jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "executions_by_error" ON "executions" USING gin ("error_message" gin_trgm_ops) WHERE "executions"."error_message" is not null;--> statement-breakpoint
CREATE INDEX "sessions_expiry" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "users_email" ON "users" USING btree ("email");--> statement-breakpoint
CREATE INDEX "ingest_tokens_id" ON "ingest_tokens" USING btree ("id");--> statement-breakpoint
CREATE INDEX "ingest_tokens_source" ON "ingest_tokens" USING btree ("org_id","source_id");--> statement-breakpoint
CREATE INDEX "rejections_by_source" ON "rejections" USING btree ("org_id","source_id","received_at","id");--> statement-breakpoint
CREATE INDEX "log_records_by_time" ON "log_records" USING brin ("occurred_at");--> statement-breakpoint
CREATE INDEX "spans_by_time" ON "spans" USING brin ("started_at");--> statement-breakpoint
CREATE INDEX "traces_by_time" ON "traces" USING btree ("org_id","started_at","trace_id");