CREATE TABLE "audit_checkpoints" (
	"org_id" uuid NOT NULL,
	"size" bigint NOT NULL,
	"root" "bytea" NOT NULL,
	"note" text NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "audit_checkpoints_org_id_size_pk" PRIMARY KEY("org_id","size")
);
--> statement-breakpoint
CREATE TABLE "audit_integrity" (
	"org_id" uuid NOT NULL,
	"requested_at" timestamp (6) with time zone,
	"verified_to" bigint,
	"verified_at" timestamp (6) with time zone,
	"findings" jsonb,
	"broken_size" bigint,
	"broken_why" text,
	"broken_at" timestamp (6) with time zone,
	CONSTRAINT "audit_integrity_org_id_pk" PRIMARY KEY("org_id")
);
--> statement-breakpoint
CREATE TABLE "audit_keys" (
	"org_id" uuid NOT NULL,
	"id" text NOT NULL,
	"vkey" text NOT NULL,
	"since" timestamp (6) with time zone NOT NULL,
	"retired_at" timestamp (6) with time zone,
	CONSTRAINT "audit_keys_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "audit_publications" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"settings" jsonb NOT NULL,
	"sealed_secret" text,
	"created_at" timestamp (6) with time zone NOT NULL,
	"last_size" bigint,
	"last_at" timestamp (6) with time zone,
	"last_error" text,
	"failing_since" timestamp (6) with time zone,
	"next_attempt_at" timestamp (6) with time zone,
	CONSTRAINT "audit_publications_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
CREATE TABLE "audit_tiles" (
	"org_id" uuid NOT NULL,
	"level" smallint NOT NULL,
	"tile" bigint NOT NULL,
	"hashes" "bytea" NOT NULL,
	CONSTRAINT "audit_tiles_org_id_level_tile_pk" PRIMARY KEY("org_id","level","tile")
);
--> statement-breakpoint
CREATE TABLE "legal_holds" (
	"org_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"scope" text NOT NULL,
	"team_id" uuid,
	"target_kind" text,
	"target_id" text,
	"reason" text NOT NULL,
	"set_by" text NOT NULL,
	"set_at" timestamp (6) with time zone NOT NULL,
	"released_by" text,
	"released_at" timestamp (6) with time zone,
	CONSTRAINT "legal_holds_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
ALTER TABLE "audit_entries" ALTER COLUMN "actor_name" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "format" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "on_behalf_of_kind" text;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "on_behalf_of_id" text;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "on_behalf_of_name" text;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "source_kind" text;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "source_id" text;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "salt" "bytea";--> statement-breakpoint
ALTER TABLE "audit_heads" ADD COLUMN "frontier" "bytea";--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "audit_retention_days" integer;--> statement-breakpoint
CREATE INDEX "audit_entries_by_time" ON "audit_entries" USING btree ("org_id","at","seq");--> statement-breakpoint
CREATE INDEX "audit_entries_by_actor" ON "audit_entries" USING btree ("org_id","actor_id","at","seq");--> statement-breakpoint
CREATE INDEX "audit_entries_by_person" ON "audit_entries" USING btree ("org_id","on_behalf_of_id","at","seq") WHERE on_behalf_of_id is not null;--> statement-breakpoint
CREATE INDEX "audit_entries_by_action" ON "audit_entries" USING btree ("org_id","action","at","seq");--> statement-breakpoint
CREATE INDEX "audit_entries_by_team" ON "audit_entries" USING btree ("org_id","team_id","at","seq");--> statement-breakpoint
CREATE INDEX "audit_entries_by_address" ON "audit_entries" USING btree ("org_id","ip","at","seq") WHERE ip is not null;--> statement-breakpoint
CREATE INDEX "audit_entries_denied" ON "audit_entries" USING btree ("org_id","at","seq") WHERE outcome = 'denied';--> statement-breakpoint
CREATE INDEX "audit_entries_words" ON "audit_entries" USING gin (to_tsvector('simple', translate(action || ' ' || target_kind || ' ' || target_id || ' ' || coalesce(actor_name, '') || ' ' || coalesce(on_behalf_of_name, '') || ' ' || coalesce(after ->> 'name', before ->> 'name', '') || ' ' || coalesce(after ->> 'email', before ->> 'email', ''), '._-@/:', '      ')));--> statement-breakpoint
CREATE FUNCTION audit_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
-- Refuses and does nothing else: what was written to the audit log stays, but for payloads that are erased (set to null)
-- and entries that retention removes, which says so in its transaction.
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'audit_entries' AND current_setting('runledger.prunes_audit_log', true) = OLD.org_id::text THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'audit_entries' THEN
    IF NEW.actor_name IS NULL AND NEW.on_behalf_of_name IS NULL AND NEW.ip IS NULL AND NEW.request_id IS NULL
      AND NEW.before IS NULL AND NEW.after IS NULL AND NEW.reason IS NULL AND NEW.salt IS NULL
      AND (NEW.org_id, NEW.seq, NEW.id, NEW.format, NEW.at, NEW.actor_kind, NEW.actor_id, NEW.action, NEW.target_kind, NEW.target_id, NEW.outcome, NEW.payload_hash, NEW.previous_hash, NEW.hash)
        = (OLD.org_id, OLD.seq, OLD.id, OLD.format, OLD.at, OLD.actor_kind, OLD.actor_id, OLD.action, OLD.target_kind, OLD.target_id, OLD.outcome, OLD.payload_hash, OLD.previous_hash, OLD.hash)
      AND (NEW.on_behalf_of_kind, NEW.on_behalf_of_id, NEW.team_id, NEW.source_kind, NEW.source_id)
        IS NOT DISTINCT FROM (OLD.on_behalf_of_kind, OLD.on_behalf_of_id, OLD.team_id, OLD.source_kind, OLD.source_id) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'the audit log is only added to (% of %)', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
--> statement-breakpoint
DO $$
DECLARE guarded text;
BEGIN
  -- Citus has no triggers on what is spread over machines; there the roles of the database have to hold it.
  IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus') THEN RETURN; END IF;
  FOREACH guarded IN ARRAY ARRAY['audit_entries', 'audit_checkpoints'] LOOP
    EXECUTE format('CREATE TRIGGER audit_log_stays BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION audit_log_stays()', guarded);
    EXECUTE format('CREATE TRIGGER audit_log_stays_whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION audit_log_stays()', guarded);
  END LOOP;
END
$$;
