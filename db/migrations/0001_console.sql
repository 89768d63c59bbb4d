CREATE TABLE "invites" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"hash" "bytea" NOT NULL,
	"email" text NOT NULL,
	"team_id" uuid NOT NULL,
	"role" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"expires_at" timestamp (6) with time zone NOT NULL,
	"used_at" timestamp (6) with time zone,
	"revoked_at" timestamp (6) with time zone,
	CONSTRAINT "invites_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "ownership_rules" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"source_id" uuid,
	"namespace" text,
	"name" text,
	"label_key" text,
	"label_value" text,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "ownership_rules_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "read_tokens" (
	"org_id" uuid NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"team_ids" uuid[] NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"expires_at" timestamp (6) with time zone,
	"revoked_at" timestamp (6) with time zone,
	CONSTRAINT "read_tokens_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "flow_days" (
	"org_id" uuid NOT NULL,
	"flow_id" uuid NOT NULL,
	"day" date NOT NULL,
	"team_id" uuid NOT NULL,
	"executions" integer NOT NULL,
	"succeeded" integer NOT NULL,
	"warned" integer NOT NULL,
	"broken" integer NOT NULL,
	"cancelled" integer NOT NULL,
	"skipped" integer NOT NULL,
	"active" integer NOT NULL,
	"durations" integer[] NOT NULL,
	"duration_sum_ms" bigint NOT NULL,
	"last_broken_at" timestamp (6) with time zone,
	"updated_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "flow_days_org_id_flow_id_day_pk" PRIMARY KEY("org_id","flow_id","day")
);
--> statement-breakpoint
CREATE TABLE "favourites" (
	"org_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"target_id" uuid NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "favourites_org_id_user_id_kind_target_id_pk" PRIMARY KEY("org_id","user_id","kind","target_id")
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"page" text NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"team_id" uuid,
	"is_default" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "saved_views_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
ALTER TABLE "flows" ADD COLUMN "owner_rule_id" uuid;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "is_sample" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "invites_hash" ON "invites" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "read_tokens_id" ON "read_tokens" USING btree ("id");--> statement-breakpoint
CREATE INDEX "flow_days_by_day" ON "flow_days" USING btree ("org_id","day","team_id");--> statement-breakpoint
CREATE INDEX "saved_views_by_page" ON "saved_views" USING btree ("org_id","page");--> statement-breakpoint
CREATE INDEX "executions_by_update" ON "executions" USING btree ("org_id","updated_at");