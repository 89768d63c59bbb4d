CREATE TABLE "flow_usual" (
	"org_id" uuid NOT NULL,
	"flow_id" uuid NOT NULL,
	"p50_ms" bigint,
	"p95_ms" bigint,
	"counted" integer NOT NULL,
	"longer_from_ms" bigint,
	"p95_of_7_days_ms" bigint,
	"p95_of_30_days_ms" bigint,
	"updated_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "flow_usual_org_id_flow_id_pk" PRIMARY KEY("org_id","flow_id")
);
