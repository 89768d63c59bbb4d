CREATE TABLE "identities" (
	"org_id" uuid NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" uuid NOT NULL,
	"email" text NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"last_used_at" timestamp (6) with time zone,
	CONSTRAINT "identities_org_id_issuer_subject_pk" PRIMARY KEY("org_id","issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "identity_providers" (
	"org_id" uuid NOT NULL,
	"is_enabled" boolean NOT NULL,
	"issuer" text NOT NULL,
	"client_id" text NOT NULL,
	"client_secret" text NOT NULL,
	"scopes" text NOT NULL,
	"button_text" text NOT NULL,
	"domains" text[] NOT NULL,
	"passwords_allowed" boolean NOT NULL,
	"default_team_id" uuid,
	"default_role" text,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "identity_providers_org_id_pk" PRIMARY KEY("org_id")
);
--> statement-breakpoint
CREATE INDEX "identities_by_user" ON "identities" USING btree ("org_id","user_id");