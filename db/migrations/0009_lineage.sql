CREATE TABLE "lineage_aliases" (
	"org_id" uuid NOT NULL,
	"dataset_id" uuid NOT NULL,
	"alias_id" uuid NOT NULL,
	"type" text NOT NULL,
	CONSTRAINT "lineage_aliases_org_id_dataset_id_alias_id_pk" PRIMARY KEY("org_id","dataset_id","alias_id")
);
--> statement-breakpoint
CREATE TABLE "lineage_datasets" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"namespace" text NOT NULL,
	"name" text NOT NULL,
	"seen_on" date NOT NULL,
	CONSTRAINT "lineage_datasets_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "lineage_edges" (
	"org_id" uuid NOT NULL,
	"record_key" uuid NOT NULL,
	"from_id" uuid NOT NULL,
	"to_id" uuid NOT NULL,
	"from_type" text NOT NULL,
	"to_type" text NOT NULL,
	"job_id" uuid,
	"kind" text NOT NULL,
	"confidence" text NOT NULL,
	"evidence" text NOT NULL,
	"columns" jsonb NOT NULL,
	"said_at_unix_nano" bigint NOT NULL,
	CONSTRAINT "lineage_edges_org_id_record_key_from_id_to_id_pk" PRIMARY KEY("org_id","record_key","from_id","to_id")
);
--> statement-breakpoint
CREATE TABLE "lineage_facets" (
	"org_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"said_at_unix_nano" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	"value" jsonb NOT NULL,
	CONSTRAINT "lineage_facets_org_id_owner_id_name_pk" PRIMARY KEY("org_id","owner_id","name")
);
--> statement-breakpoint
CREATE TABLE "lineage_jobs" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"namespace" text NOT NULL,
	"name" text NOT NULL,
	"seen_on" date NOT NULL,
	CONSTRAINT "lineage_jobs_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "lineage_records" (
	"org_id" uuid NOT NULL,
	"key" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"run_id" text NOT NULL,
	"namespace" text NOT NULL,
	"name" text NOT NULL,
	"job_id" uuid,
	"parent_key" uuid,
	"standing" jsonb,
	"execution_id" uuid,
	"task_run_id" uuid,
	"is_held" boolean NOT NULL,
	"account" jsonb NOT NULL,
	"revision" bigint NOT NULL,
	"seen_on" date NOT NULL,
	CONSTRAINT "lineage_records_org_id_key_pk" PRIMARY KEY("org_id","key")
);
--> statement-breakpoint
CREATE TABLE "lineage_uses" (
	"org_id" uuid NOT NULL,
	"record_key" uuid NOT NULL,
	"dataset_id" uuid NOT NULL,
	"direction" text NOT NULL,
	"said_at_unix_nano" bigint NOT NULL,
	"facets" jsonb NOT NULL,
	CONSTRAINT "lineage_uses_org_id_record_key_dataset_id_direction_pk" PRIMARY KEY("org_id","record_key","dataset_id","direction")
);
--> statement-breakpoint
CREATE INDEX "lineage_aliases_by_alias" ON "lineage_aliases" USING btree ("org_id","alias_id");--> statement-breakpoint
CREATE INDEX "lineage_datasets_by_day" ON "lineage_datasets" USING btree ("org_id","seen_on");--> statement-breakpoint
CREATE INDEX "lineage_edges_by_from" ON "lineage_edges" USING btree ("org_id","from_id","said_at_unix_nano");--> statement-breakpoint
CREATE INDEX "lineage_edges_by_to" ON "lineage_edges" USING btree ("org_id","to_id","said_at_unix_nano");--> statement-breakpoint
CREATE INDEX "lineage_jobs_by_day" ON "lineage_jobs" USING btree ("org_id","seen_on");--> statement-breakpoint
CREATE INDEX "lineage_records_by_parent" ON "lineage_records" USING btree ("org_id","parent_key") WHERE "lineage_records"."parent_key" is not null;--> statement-breakpoint
CREATE INDEX "lineage_records_by_execution" ON "lineage_records" USING btree ("org_id","execution_id") WHERE "lineage_records"."execution_id" is not null;--> statement-breakpoint
CREATE INDEX "lineage_records_by_day" ON "lineage_records" USING btree ("org_id","seen_on");--> statement-breakpoint
CREATE INDEX "lineage_uses_by_dataset" ON "lineage_uses" USING btree ("org_id","dataset_id","said_at_unix_nano");