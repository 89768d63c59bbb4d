CREATE TABLE "actor_merges" (
	"org_id" uuid NOT NULL,
	"first_key" text NOT NULL,
	"second_key" text NOT NULL,
	"evidence" text NOT NULL,
	"state" text NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (6) with time zone,
	CONSTRAINT "actor_merges_org_id_first_key_second_key_pk" PRIMARY KEY("org_id","first_key","second_key")
);
--> statement-breakpoint
CREATE TABLE "actors" (
	"org_id" uuid NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"handle" text NOT NULL,
	"name" text,
	"email" text,
	"is_bot" boolean NOT NULL,
	"person_id" uuid NOT NULL,
	"first_seen_at" timestamp (6) with time zone NOT NULL,
	"last_seen_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "actors_org_id_key_pk" PRIMARY KEY("org_id","key")
);
--> statement-breakpoint
CREATE TABLE "change_notes" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"change_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"user_id" uuid NOT NULL,
	"text" text NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "change_notes_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "change_tellings" (
	"org_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"source_id" uuid NOT NULL,
	"received_at" timestamp (6) with time zone NOT NULL,
	"about" text NOT NULL,
	"flow_id" uuid,
	"repository" text,
	"sha" text,
	"telling" jsonb NOT NULL,
	"folded_at" timestamp (6) with time zone,
	CONSTRAINT "change_tellings_org_id_event_id_ordinal_pk" PRIMARY KEY("org_id","event_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "changes" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"flow_id" uuid,
	"source_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	"way" text NOT NULL,
	"classes" text[] NOT NULL,
	"summary" text NOT NULL,
	"actor_key" text,
	"before_hash" "bytea",
	"after_hash" "bytea",
	"is_unexplained" boolean NOT NULL,
	"has_reason" boolean NOT NULL,
	"executed_at" timestamp (6) with time zone,
	"change" jsonb NOT NULL,
	"updated_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "changes_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "commit_definitions" (
	"org_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"sha" text NOT NULL,
	"flow_id" uuid NOT NULL,
	"path" text NOT NULL,
	"before_hash" "bytea",
	"after_hash" "bytea",
	"is_read" boolean NOT NULL,
	CONSTRAINT "commit_definitions_org_id_repository_id_sha_flow_id_path_pk" PRIMARY KEY("org_id","repository_id","sha","flow_id","path")
);
--> statement-breakpoint
CREATE TABLE "commits" (
	"org_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"sha" text NOT NULL,
	"position" bigint NOT NULL,
	"landed_at" timestamp (6) with time zone NOT NULL,
	"telling" jsonb NOT NULL,
	CONSTRAINT "commits_org_id_repository_id_sha_pk" PRIMARY KEY("org_id","repository_id","sha")
);
--> statement-breakpoint
CREATE TABLE "definitions" (
	"org_id" uuid NOT NULL,
	"hash" "bytea" NOT NULL,
	"format" text NOT NULL,
	"text" text,
	"first_seen_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "definitions_org_id_hash_pk" PRIMARY KEY("org_id","hash")
);
--> statement-breakpoint
CREATE TABLE "executed_versions" (
	"org_id" uuid NOT NULL,
	"flow_id" uuid NOT NULL,
	"version" text NOT NULL,
	"commit" text NOT NULL,
	"first_at" timestamp (6) with time zone NOT NULL,
	"last_at" timestamp (6) with time zone NOT NULL,
	"first_execution_id" uuid NOT NULL,
	"last_execution_id" uuid NOT NULL,
	"executions" integer NOT NULL,
	CONSTRAINT "executed_versions_org_id_flow_id_version_commit_pk" PRIMARY KEY("org_id","flow_id","version","commit")
);
--> statement-breakpoint
CREATE TABLE "flow_drift" (
	"org_id" uuid NOT NULL,
	"flow_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"state" text NOT NULL,
	"since" timestamp (6) with time zone NOT NULL,
	"lag_commits" integer,
	"detail" jsonb NOT NULL,
	"updated_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "flow_drift_org_id_flow_id_pk" PRIMARY KEY("org_id","flow_id")
);
--> statement-breakpoint
CREATE TABLE "flow_versions" (
	"org_id" uuid NOT NULL,
	"flow_id" uuid NOT NULL,
	"hash" "bytea" NOT NULL,
	"number" integer NOT NULL,
	"first_at" timestamp (6) with time zone NOT NULL,
	"versions" text[] NOT NULL,
	"commits" text[] NOT NULL,
	"repeats" integer NOT NULL,
	CONSTRAINT "flow_versions_org_id_flow_id_hash_pk" PRIMARY KEY("org_id","flow_id","hash")
);
--> statement-breakpoint
CREATE TABLE "repositories" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"name" text NOT NULL,
	"url" text,
	"branch" text NOT NULL,
	"credential" text,
	"head_sha" text,
	"head_at" timestamp (6) with time zone,
	"read_at" timestamp (6) with time zone,
	"problem" text,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "repositories_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "repositories_by_name" UNIQUE("org_id","name")
);
--> statement-breakpoint
CREATE TABLE "repository_files" (
	"org_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"path" text NOT NULL,
	"flow_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"blob" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"sha" text NOT NULL,
	CONSTRAINT "repository_files_org_id_repository_id_path_flow_id_pk" PRIMARY KEY("org_id","repository_id","path","flow_id")
);
--> statement-breakpoint
CREATE TABLE "repository_rules" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"pattern" text NOT NULL,
	"format" text NOT NULL,
	"source_id" uuid NOT NULL,
	"namespace" text NOT NULL,
	"flow" text NOT NULL,
	CONSTRAINT "repository_rules_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE INDEX "actors_by_person" ON "actors" USING btree ("org_id","person_id");--> statement-breakpoint
CREATE INDEX "change_notes_by_change" ON "change_notes" USING btree ("org_id","change_id","at");--> statement-breakpoint
CREATE INDEX "change_tellings_open" ON "change_tellings" USING btree ("org_id","folded_at","received_at");--> statement-breakpoint
CREATE INDEX "change_tellings_by_flow" ON "change_tellings" USING btree ("org_id","flow_id");--> statement-breakpoint
CREATE INDEX "change_tellings_by_repository" ON "change_tellings" USING btree ("org_id","repository","sha");--> statement-breakpoint
CREATE INDEX "changes_by_time" ON "changes" USING btree ("org_id","at","id");--> statement-breakpoint
CREATE INDEX "changes_by_team" ON "changes" USING btree ("org_id","team_id","at","id");--> statement-breakpoint
CREATE INDEX "changes_by_flow" ON "changes" USING btree ("org_id","flow_id","at");--> statement-breakpoint
CREATE INDEX "commit_definitions_by_flow" ON "commit_definitions" USING btree ("org_id","flow_id");--> statement-breakpoint
CREATE INDEX "commits_in_order" ON "commits" USING btree ("org_id","repository_id","position");--> statement-breakpoint
CREATE INDEX "flow_drift_by_state" ON "flow_drift" USING btree ("org_id","state","since");--> statement-breakpoint
CREATE INDEX "repository_files_by_flow" ON "repository_files" USING btree ("org_id","flow_id");--> statement-breakpoint
CREATE INDEX "repository_rules_by_repository" ON "repository_rules" USING btree ("org_id","repository_id","position");