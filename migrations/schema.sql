-- What the migrations add up to. Written by `npm run schema:dump`; never edited by hand.

-- Functions and procedures

CREATE OR REPLACE FUNCTION public.check_movement_balances()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  DECLARE moved uuid; total numeric; lines integer;
  BEGIN
    moved := (coalesce(to_jsonb(NEW)->>'movement_id', to_jsonb(NEW)->>'id'))::uuid;
    SELECT coalesce(sum(amount_minor), 0), count(*) INTO total, lines FROM ledger_posting WHERE merchant_id = NEW.merchant_id AND movement_id = moved;
    IF total <> 0 OR lines < 2 THEN
      RAISE EXCEPTION 'movement % does not balance', moved USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_balances';
    END IF;
    RETURN NULL;
  END $function$
;
CREATE OR REPLACE FUNCTION public.current_merchant()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.merchant'::text, true), ''::text))::uuid
;
CREATE OR REPLACE FUNCTION public.keep_newer_observation()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN RAISE EXCEPTION 'an older observation never replaces a newer one' USING ERRCODE = 'restrict_violation'; END $function$
;
CREATE OR REPLACE FUNCTION public.keep_published()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN RAISE EXCEPTION 'a published version is never changed' USING ERRCODE = 'restrict_violation'; END $function$
;
CREATE OR REPLACE FUNCTION public.keep_request()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN RAISE EXCEPTION 'a request for approval ends once, and what it asks for never changes' USING ERRCODE = 'restrict_violation'; END $function$
;
CREATE OR REPLACE FUNCTION public.keep_stated_reason()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN RAISE EXCEPTION 'what the customer stated is never edited' USING ERRCODE = 'restrict_violation'; END $function$
;
CREATE OR REPLACE FUNCTION public.merchant_of_api_key(key uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
BEGIN ATOMIC
 SELECT api_key.merchant_id
    FROM api_key
   WHERE (api_key.id = merchant_of_api_key.key);
END
;
CREATE OR REPLACE FUNCTION public.only_redaction()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        IF OLD.redacted_at IS NOT NULL OR NEW.redacted_at IS NULL THEN
          RAISE EXCEPTION 'the transcript is append-only; a message changes once, when it is redacted' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $function$
;
CREATE OR REPLACE FUNCTION public.owner_of(target regclass)
 RETURNS name
 LANGUAGE sql
 STABLE
RETURN (SELECT pg_get_userbyid(pg_class.relowner) AS pg_get_userbyid FROM pg_class WHERE (pg_class.oid = (owner_of.target)::oid))
;
CREATE OR REPLACE PROCEDURE public.protect(IN target regclass, IN rights text, IN merchant_column text DEFAULT 'merchant_id'::text)
 LANGUAGE plpgsql
AS $procedure$
      BEGIN
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY merchant_only ON %s TO amends_app USING (%I = (SELECT current_merchant())) WITH CHECK (%I = (SELECT current_merchant()))',
          target, merchant_column, merchant_column);
        EXECUTE format('GRANT %s ON %s TO amends_app', rights, target);
      END $procedure$
;
CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $function$
;
CREATE OR REPLACE FUNCTION public.refuse_payout_rewrite()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    IF (NEW.key, NEW.leg_id, NEW.offer_id, NEW.order_id, NEW.currency, NEW.amount_minor, NEW.provider)
       IS DISTINCT FROM (OLD.key, OLD.leg_id, OLD.offer_id, OLD.order_id, OLD.currency, OLD.amount_minor, OLD.provider) THEN
      RAISE EXCEPTION 'what a payout pays is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $function$
;

-- Tables

CREATE TABLE absence (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  kind text NOT NULL,
  delegate_id uuid,
  starts_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone,
  handed_over_at timestamp with time zone,
  created_by uuid NOT NULL,
  at timestamp with time zone NOT NULL
);
CREATE TABLE agent_profile (
  merchant_id uuid NOT NULL,
  member_id uuid NOT NULL,
  cap integer NOT NULL,
  kinds text[] NOT NULL,
  languages text[] NOT NULL,
  severities text[] NOT NULL,
  updated_at timestamp with time zone NOT NULL
);
CREATE TABLE api_key (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  shop_id uuid,
  scopes text[] NOT NULL,
  secret_sha256 bytea NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone
);
CREATE TABLE approval_decision (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  request_id uuid NOT NULL,
  request_version integer NOT NULL,
  level smallint NOT NULL,
  decision text NOT NULL,
  by_member uuid NOT NULL,
  by_person uuid NOT NULL,
  delegation_id uuid,
  for_person uuid,
  holder text NOT NULL,
  reason text NOT NULL,
  at timestamp with time zone NOT NULL,
  requester_person uuid NOT NULL,
  editor_person uuid NOT NULL
);
CREATE TABLE approval_override (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  request_id uuid NOT NULL,
  reason text NOT NULL,
  asked_by uuid NOT NULL,
  asked_person uuid NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  confirmed_by uuid,
  confirmed_person uuid,
  confirmed_at timestamp with time zone,
  confirmed_reason text,
  requester_person uuid NOT NULL,
  editor_person uuid NOT NULL
);
CREATE TABLE approval_request (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  offer_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  purpose text NOT NULL,
  state text NOT NULL,
  version integer NOT NULL,
  digest bytea NOT NULL,
  goodwill_minor bigint NOT NULL,
  currency character(3),
  exceeded jsonb NOT NULL,
  chain jsonb NOT NULL,
  level smallint NOT NULL,
  escalations smallint NOT NULL DEFAULT 0,
  asked_roles text[] NOT NULL,
  asked_members uuid[] NOT NULL,
  requested_by uuid NOT NULL,
  requester_person uuid NOT NULL,
  editor_person uuid NOT NULL,
  note text,
  requested_at timestamp with time zone NOT NULL,
  due_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_note text
);
CREATE TABLE assignment_setting (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  on_opening boolean NOT NULL,
  updated_at timestamp with time zone NOT NULL
);
CREATE TABLE assignment_wait (
  merchant_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  language text NOT NULL,
  since timestamp with time zone NOT NULL
);
CREATE TABLE attachment (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  message_id uuid,
  kind text NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  size integer NOT NULL,
  sha256 bytea NOT NULL,
  storage_key text NOT NULL,
  created_by_kind text NOT NULL,
  created_by uuid,
  at timestamp with time zone NOT NULL,
  redacted_at timestamp with time zone
);
CREATE TABLE authority_policy (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  version integer NOT NULL,
  body jsonb NOT NULL,
  published_at timestamp with time zone,
  published_by uuid,
  created_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE authority_total (
  merchant_id uuid NOT NULL,
  scope text NOT NULL,
  subject_id uuid NOT NULL,
  period text NOT NULL,
  currency character(3) NOT NULL,
  amount_minor bigint NOT NULL
);
CREATE TABLE bank_statement (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  name text NOT NULL,
  content_sha256 bytea NOT NULL,
  covers_from date NOT NULL,
  covers_to date NOT NULL,
  imported_by uuid NOT NULL,
  imported_at timestamp with time zone NOT NULL
);
CREATE TABLE budget (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  reason_family text,
  period text NOT NULL,
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  currency character(3) NOT NULL,
  limit_minor bigint NOT NULL,
  overridden_minor bigint NOT NULL DEFAULT 0,
  reserved_minor bigint NOT NULL DEFAULT 0,
  committed_minor bigint NOT NULL DEFAULT 0,
  entitled_reserved_minor bigint NOT NULL DEFAULT 0,
  entitled_committed_minor bigint NOT NULL DEFAULT 0,
  warned_at timestamp with time zone,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL
);
CREATE TABLE budget_override (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  budget_id uuid NOT NULL,
  amount_minor bigint NOT NULL,
  reason text NOT NULL,
  by_member uuid NOT NULL,
  at timestamp with time zone NOT NULL
);
CREATE TABLE calendar (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE calendar_version (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  calendar_id uuid NOT NULL,
  version integer NOT NULL,
  body jsonb NOT NULL,
  holidays_until integer,
  published_at timestamp with time zone NOT NULL,
  published_by uuid
);
CREATE TABLE changed_terms (
  merchant_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  due_at timestamp with time zone NOT NULL
);
CREATE TABLE chat_pickup (
  merchant_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  at timestamp with time zone NOT NULL
);
CREATE TABLE clock (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  state text NOT NULL,
  target_ms bigint NOT NULL,
  started_at timestamp with time zone NOT NULL,
  due_at timestamp with time zone,
  remaining_ms bigint,
  ended_at timestamp with time zone,
  calendar_id uuid,
  terms jsonb NOT NULL DEFAULT '{"rule": null, "pauses": {}, "calendar": null, "policyId": null, "warnings": []}'::jsonb,
  generation integer NOT NULL DEFAULT 1,
  warned smallint NOT NULL DEFAULT 0,
  alarm_at timestamp with time zone,
  pause jsonb,
  pause_used jsonb NOT NULL DEFAULT '{}'::jsonb,
  entries smallint NOT NULL DEFAULT 1
);
CREATE TABLE clock_entry (
  merchant_id uuid NOT NULL,
  clock_id uuid NOT NULL,
  seq smallint NOT NULL,
  type text NOT NULL,
  at timestamp with time zone NOT NULL,
  due_at timestamp with time zone,
  data jsonb NOT NULL DEFAULT '{}'::jsonb,
  alarm_at timestamp with time zone
);
CREATE TABLE clock_firing (
  merchant_id uuid NOT NULL,
  clock_id uuid NOT NULL,
  generation integer NOT NULL,
  level smallint NOT NULL,
  at timestamp with time zone NOT NULL,
  detected_at timestamp with time zone NOT NULL
);
CREATE TABLE counter_offer (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  offer_id uuid,
  wish text NOT NULL,
  amount_minor bigint,
  currency character(3),
  note text,
  message_id uuid,
  proof_ref text,
  recorded_by uuid NOT NULL,
  at timestamp with time zone NOT NULL
);
CREATE TABLE customer (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  external_id text NOT NULL,
  name text,
  phone text,
  email text,
  address text,
  account_id text,
  tier text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE customer_person (
  merchant_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  person_id uuid NOT NULL,
  declared_by uuid NOT NULL,
  at timestamp with time zone NOT NULL
);
CREATE TABLE delegation (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  from_member uuid NOT NULL,
  to_member uuid NOT NULL,
  shop_id uuid,
  starts_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  reason text NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamp with time zone NOT NULL,
  revoked_by uuid,
  revoked_at timestamp with time zone
);
CREATE TABLE duty_roster (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  team_id uuid,
  version integer NOT NULL,
  body jsonb NOT NULL,
  published_at timestamp with time zone NOT NULL,
  published_by uuid NOT NULL
);
CREATE TABLE escalation (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  rules_id uuid NOT NULL,
  rule text NOT NULL,
  anchor_id uuid NOT NULL,
  generation integer NOT NULL,
  anchor_at timestamp with time zone NOT NULL,
  target_ms bigint,
  state text NOT NULL,
  level smallint NOT NULL,
  acknowledgements smallint NOT NULL DEFAULT 0,
  at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  wait_until timestamp with time zone
);
CREATE TABLE escalation_level (
  merchant_id uuid NOT NULL,
  anchor_id uuid NOT NULL,
  rule text NOT NULL,
  generation integer NOT NULL,
  level smallint NOT NULL,
  escalation_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  due_at timestamp with time zone NOT NULL,
  fired_at timestamp with time zone NOT NULL,
  notified uuid[] NOT NULL
);
CREATE TABLE escalation_rules (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  version integer NOT NULL,
  body jsonb NOT NULL,
  published_at timestamp with time zone NOT NULL,
  published_by uuid
);
CREATE TABLE event (
  merchant_id uuid NOT NULL,
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  subject_type text NOT NULL,
  subject_id uuid NOT NULL,
  subject_version integer NOT NULL,
  type text NOT NULL,
  at timestamp with time zone NOT NULL,
  actor_kind text NOT NULL,
  actor_id uuid,
  cause text NOT NULL,
  request_id text,
  is_fact boolean NOT NULL,
  data jsonb NOT NULL,
  changes jsonb,
  once_key text
);
CREATE TABLE external_deadline (
  merchant_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  kind text NOT NULL,
  clock_id uuid NOT NULL,
  source text NOT NULL,
  consequence text NOT NULL,
  due_at timestamp with time zone NOT NULL,
  observed_version bigint,
  observed_at timestamp with time zone NOT NULL,
  pack_row text,
  event_at timestamp with time zone
);
CREATE TABLE finding (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  caused_by_us boolean NOT NULL,
  misuse boolean,
  fault text NOT NULL,
  shares jsonb,
  liability text NOT NULL,
  verified_reason_code text,
  cause text NOT NULL,
  corrective_action text,
  recorded_by uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  confirmed_by uuid,
  confirmed_at timestamp with time zone,
  proposal jsonb,
  override_reason text,
  supersedes_id uuid,
  dispute text,
  disputed_by text,
  disputed_at timestamp with time zone
);
CREATE TABLE goods_leg (
  merchant_id uuid NOT NULL,
  leg_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  stage text NOT NULL,
  return_address text,
  label_ref text,
  ship_by timestamp with time zone,
  carrier text,
  waybill text,
  out_carrier text,
  out_waybill text,
  moved_at timestamp with time zone NOT NULL
);
CREATE TABLE holiday_year (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  holiday_set text NOT NULL,
  year integer NOT NULL,
  version integer NOT NULL,
  body jsonb NOT NULL,
  published_at timestamp with time zone NOT NULL,
  published_by uuid NOT NULL
);
CREATE TABLE idempotency (
  merchant_id uuid NOT NULL,
  actor_id uuid NOT NULL,
  operation text NOT NULL,
  key text NOT NULL,
  request_sha256 bytea NOT NULL,
  result jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL
);
CREATE TABLE ledger_movement (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  type text NOT NULL,
  subject_id uuid NOT NULL,
  cause text NOT NULL,
  leg_id uuid,
  offer_id uuid,
  recovery_id uuid,
  ticket_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  budget_id uuid,
  basis text,
  currency character(3) NOT NULL,
  amount_minor bigint NOT NULL,
  by_actor uuid,
  at timestamp with time zone NOT NULL
);
CREATE TABLE ledger_posting (
  merchant_id uuid NOT NULL,
  movement_id uuid NOT NULL,
  account text NOT NULL,
  currency character(3) NOT NULL,
  amount_minor bigint NOT NULL
);
CREATE TABLE leg_exchange (
  merchant_id uuid NOT NULL,
  leg_id uuid NOT NULL,
  sku text NOT NULL,
  title text NOT NULL,
  currency character(3) NOT NULL,
  price_minor bigint NOT NULL,
  paid_minor bigint NOT NULL,
  payment_ref text,
  recorded_by uuid,
  paid_at timestamp with time zone,
  given_back_by uuid
);
CREATE TABLE leg_unit (
  merchant_id uuid NOT NULL,
  leg_id uuid NOT NULL,
  unit integer NOT NULL,
  condition text NOT NULL,
  accessories_complete boolean NOT NULL,
  missing text,
  serial text,
  serial_matches boolean,
  weight_grams integer,
  photo_ids uuid[] NOT NULL DEFAULT '{}'::uuid[],
  verdict text NOT NULL,
  note text,
  inspected_by uuid NOT NULL,
  at timestamp with time zone NOT NULL
);
CREATE TABLE member (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  subject text,
  name text NOT NULL,
  email text,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE membership (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  role text NOT NULL,
  shop_id uuid,
  team_id uuid,
  created_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE merchant (
  id uuid NOT NULL,
  name text NOT NULL,
  sandbox boolean NOT NULL DEFAULT false,
  demo boolean NOT NULL DEFAULT false,
  clock_offset interval NOT NULL DEFAULT '00:00:00'::interval,
  next_ticket_number bigint NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE message (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  author_kind text NOT NULL,
  author_id uuid,
  origin text NOT NULL,
  visibility text NOT NULL,
  channel text NOT NULL,
  body text NOT NULL,
  signals jsonb NOT NULL DEFAULT '{}'::jsonb,
  external_id text,
  at timestamp with time zone NOT NULL,
  redacted_at timestamp with time zone,
  redacted_by uuid,
  redaction_reason text
);
CREATE TABLE migration (
  id integer NOT NULL DEFAULT nextval('migration_id_seq'::regclass),
  timestamp bigint NOT NULL,
  name character varying NOT NULL
);
CREATE TABLE notification (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  escalation_id uuid NOT NULL,
  rule text NOT NULL,
  level smallint NOT NULL,
  state text NOT NULL,
  held_until timestamp with time zone,
  times integer NOT NULL DEFAULT 1,
  at timestamp with time zone NOT NULL,
  shown_at timestamp with time zone,
  read_at timestamp with time zone,
  acknowledged_at timestamp with time zone,
  gravity smallint NOT NULL DEFAULT 0
);
CREATE TABLE offer (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  state text NOT NULL,
  summary text NOT NULL,
  fulfil_by timestamp with time zone NOT NULL,
  valid_for_ms bigint NOT NULL,
  valid_until timestamp with time zone,
  freight_payer text NOT NULL,
  made_by uuid NOT NULL,
  sent_message_id uuid,
  decision_message_id uuid,
  decision_note text,
  decided_at timestamp with time zone,
  at timestamp with time zone NOT NULL,
  order_id uuid,
  refusal_reason text,
  refusal_alternative text,
  refusal_evidence uuid[] NOT NULL DEFAULT '{}'::uuid[],
  decision_proof text,
  final boolean NOT NULL DEFAULT false,
  declined_rights text[] NOT NULL DEFAULT '{}'::text[],
  counter_offer_id uuid,
  freight_charged_minor bigint NOT NULL DEFAULT 0
);
CREATE TABLE offer_authority (
  merchant_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  order_id uuid,
  customer_id uuid,
  policy_id uuid,
  verdict text NOT NULL,
  holder text NOT NULL,
  checked text[] NOT NULL,
  exceeded jsonb NOT NULL,
  looks_split boolean NOT NULL,
  digest bytea NOT NULL,
  goodwill_minor bigint NOT NULL,
  currency character(3),
  member_id uuid NOT NULL,
  person_id uuid NOT NULL,
  counted jsonb NOT NULL,
  at timestamp with time zone NOT NULL,
  released_at timestamp with time zone
);
CREATE TABLE offer_leg (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  offer_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  position smallint NOT NULL,
  type text NOT NULL,
  amount_minor bigint,
  currency character(3),
  note text,
  order_line_id uuid,
  quantity integer,
  state text NOT NULL,
  proof_kind text,
  proof_ref text,
  ended_by uuid,
  ended_at timestamp with time zone,
  days smallint,
  inspection_ref text,
  cancel_reason text,
  ended_note text,
  basis text NOT NULL DEFAULT 'GOODWILL'::text,
  pack_row text
);
CREATE TABLE offer_refund_line (
  merchant_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  leg_id uuid NOT NULL,
  order_line_id uuid NOT NULL,
  kind text NOT NULL,
  quantity integer NOT NULL,
  list_minor bigint NOT NULL,
  discount_minor bigint NOT NULL,
  coupon_minor bigint NOT NULL,
  adjustment_minor bigint NOT NULL,
  goods_minor bigint NOT NULL,
  with_freight boolean NOT NULL,
  freight_minor bigint NOT NULL
);
CREATE TABLE order_line (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  external_id text NOT NULL,
  sku text NOT NULL,
  title text NOT NULL,
  quantity integer NOT NULL,
  paid_minor bigint NOT NULL,
  discount_minor bigint NOT NULL DEFAULT 0,
  unit_price_minor bigint,
  gift boolean NOT NULL DEFAULT false,
  no_return text
);
CREATE TABLE parcel (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  external_id text NOT NULL,
  order_id uuid NOT NULL,
  direction text NOT NULL,
  carrier text NOT NULL,
  waybill text NOT NULL,
  status text NOT NULL,
  last_event_text text,
  last_event_at timestamp with time zone,
  shipped_at timestamp with time zone,
  signed_at timestamp with time zone,
  signer text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE payment_reference (
  merchant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  provider text NOT NULL,
  reference text NOT NULL,
  updated_at timestamp with time zone NOT NULL
);
CREATE TABLE payout (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  order_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  leg_id uuid NOT NULL,
  key text NOT NULL,
  currency character(3) NOT NULL,
  amount_minor bigint NOT NULL,
  provider text NOT NULL,
  state text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  reference text,
  failure text,
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamp with time zone,
  lease_until timestamp with time zone,
  fence integer NOT NULL DEFAULT 0,
  entered_outcome text,
  entered_reference text,
  entered_reason text,
  entered_by uuid,
  entered_person uuid,
  entered_at timestamp with time zone,
  confirmed_by uuid,
  confirmed_person uuid,
  requested_by uuid,
  requested_at timestamp with time zone NOT NULL,
  sent_at timestamp with time zone,
  unknown_at timestamp with time zone,
  settled_at timestamp with time zone,
  ended_at timestamp with time zone,
  fulfilled_at timestamp with time zone
);
CREATE TABLE payout_attempt (
  merchant_id uuid NOT NULL,
  payout_id uuid NOT NULL,
  number integer NOT NULL,
  action text NOT NULL,
  started_at timestamp with time zone NOT NULL,
  answered_at timestamp with time zone,
  answer jsonb,
  outcome text,
  notification_id text
);
CREATE TABLE payout_route (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  provider text NOT NULL,
  settings jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamp with time zone NOT NULL,
  in_force boolean NOT NULL DEFAULT true,
  notify_id uuid NOT NULL DEFAULT gen_random_uuid()
);
CREATE TABLE policy_pack (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  pack_id text NOT NULL,
  version text NOT NULL,
  body jsonb NOT NULL,
  published_by uuid NOT NULL,
  published_at timestamp with time zone NOT NULL
);
CREATE TABLE process_definition (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  version integer NOT NULL,
  body jsonb NOT NULL,
  published_at timestamp with time zone,
  published_by uuid,
  created_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE promise (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  kind text NOT NULL,
  what text NOT NULL,
  channel text NOT NULL,
  due_at timestamp with time zone NOT NULL,
  owner_id uuid,
  message_id uuid,
  agreed_by_customer boolean NOT NULL DEFAULT false,
  state text NOT NULL,
  ended_at timestamp with time zone,
  ended_by_message_id uuid,
  replaced_by_id uuid,
  at timestamp with time zone NOT NULL,
  time_from text NOT NULL DEFAULT 'SENDER'::text
);
CREATE TABLE reason (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  kind text NOT NULL,
  code text NOT NULL,
  parent_code text,
  family text NOT NULL,
  label_en text NOT NULL,
  label_zh text NOT NULL,
  default_fault text NOT NULL,
  evidence_wanted text[] NOT NULL DEFAULT '{}'::text[],
  freight_payer text NOT NULL,
  active boolean NOT NULL DEFAULT true,
  position integer NOT NULL DEFAULT 0
);
CREATE TABLE recovery (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  claim_id uuid NOT NULL,
  amount_minor bigint NOT NULL,
  currency character(3) NOT NULL,
  ref text NOT NULL,
  recorded_by uuid NOT NULL,
  at timestamp with time zone NOT NULL
);
CREATE TABLE recovery_claim (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  finding_id uuid NOT NULL,
  against text NOT NULL,
  state text NOT NULL,
  external_ref text,
  claimed_minor bigint NOT NULL,
  recovered_minor bigint NOT NULL DEFAULT 0,
  currency character(3) NOT NULL,
  due_at timestamp with time zone NOT NULL,
  note text,
  filed_by uuid NOT NULL,
  filed_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone
);
CREATE TABLE rule_table (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  kind text NOT NULL,
  version integer NOT NULL,
  body jsonb NOT NULL,
  published_by uuid NOT NULL,
  at timestamp with time zone NOT NULL
);
CREATE TABLE sales_order (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  external_id text NOT NULL,
  customer_id uuid NOT NULL,
  status text NOT NULL,
  currency character(3) NOT NULL,
  paid_minor bigint NOT NULL,
  freight_minor bigint NOT NULL DEFAULT 0,
  placed_at timestamp with time zone,
  paid_at timestamp with time zone,
  promised_ship_by timestamp with time zone,
  shipped_at timestamp with time zone,
  signed_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  discount_minor bigint NOT NULL DEFAULT 0,
  coupon_minor bigint NOT NULL DEFAULT 0,
  free_freight_from_minor bigint,
  freight_waived_minor bigint NOT NULL DEFAULT 0
);
CREATE TABLE shop (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  external_id text NOT NULL,
  name text NOT NULL,
  platform text NOT NULL,
  time_zone text NOT NULL,
  currency character(3) NOT NULL,
  settings jsonb NOT NULL DEFAULT '{}'::jsonb,
  created_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE shop_packs (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  version integer NOT NULL,
  body jsonb NOT NULL,
  saved_by uuid NOT NULL,
  saved_at timestamp with time zone NOT NULL
);
CREATE TABLE sla_policy (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  version integer NOT NULL,
  body jsonb NOT NULL,
  published_at timestamp with time zone,
  published_by uuid,
  created_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE statement (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  text text NOT NULL,
  wish text NOT NULL,
  order_line_ids uuid[] NOT NULL DEFAULT '{}'::uuid[],
  recorded_by uuid,
  at timestamp with time zone NOT NULL
);
CREATE TABLE statement_line (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  statement_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  line integer NOT NULL,
  key text,
  reference text NOT NULL,
  currency character(3) NOT NULL,
  amount_minor bigint NOT NULL,
  booked_on date,
  payout_id uuid,
  match text NOT NULL
);
CREATE TABLE task (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  department text NOT NULL,
  question text NOT NULL,
  due_at timestamp with time zone NOT NULL,
  state text NOT NULL,
  answer text,
  proof_ref text,
  opened_by uuid,
  ended_by uuid,
  ended_at timestamp with time zone,
  at timestamp with time zone NOT NULL,
  cancel_reason text
);
CREATE TABLE team (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  shop_id uuid NOT NULL,
  name text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE ticket (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  number text NOT NULL,
  shop_id uuid NOT NULL,
  kind text NOT NULL,
  status text NOT NULL,
  resolution text,
  version integer NOT NULL,
  external_ref text,
  source text NOT NULL,
  channel text NOT NULL,
  priority text NOT NULL,
  severity text NOT NULL,
  emotion text NOT NULL,
  tags text[] NOT NULL DEFAULT '{}'::text[],
  subject text NOT NULL,
  problem text NOT NULL,
  customer_id uuid,
  order_id uuid,
  assignee_id uuid,
  team_id uuid,
  stated_reason_code text,
  stated_reason_text text,
  verified_reason_code text,
  respondent_id uuid,
  details jsonb NOT NULL DEFAULT '{}'::jsonb,
  definition_id uuid NOT NULL,
  policy_id uuid NOT NULL,
  current_step text,
  steps jsonb NOT NULL,
  waiting_on text NOT NULL,
  hold_reason text,
  next_due_at timestamp with time zone,
  last_customer_message_at timestamp with time zone,
  last_public_message_at timestamp with time zone,
  merged_into_id uuid,
  opened_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  closed_at timestamp with time zone,
  due_key timestamp with time zone NOT NULL GENERATED ALWAYS AS (COALESCE(next_due_at, 'infinity'::timestamp with time zone)) STORED,
  priority_key smallint NOT NULL GENERATED ALWAYS AS (
CASE priority
    WHEN 'URGENT'::text THEN 0
    WHEN 'HIGH'::text THEN 1
    WHEN 'NORMAL'::text THEN 2
    ELSE 3
END) STORED,
  search_key text NOT NULL GENERATED ALWAYS AS (lower(((((number || ' '::text) || COALESCE(external_ref, ''::text)) || ' '::text) || subject))) STORED,
  next_due_clock text,
  opened_as text
);
CREATE TABLE ticket_count (
  merchant_id uuid NOT NULL,
  shop_id uuid NOT NULL,
  kind text NOT NULL,
  status text NOT NULL,
  step text NOT NULL,
  n bigint NOT NULL,
  folded boolean NOT NULL DEFAULT false
);
CREATE TABLE ticket_line (
  merchant_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  order_line_id uuid NOT NULL,
  quantity integer NOT NULL
);
CREATE TABLE ticket_link (
  merchant_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  kind text NOT NULL,
  target_id uuid NOT NULL,
  created_at timestamp with time zone NOT NULL
);
CREATE TABLE ticket_parcel (
  merchant_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  parcel_id uuid NOT NULL
);

-- Views

-- none

-- Constraints

ALTER TABLE absence ADD CONSTRAINT absence_check CHECK ((delegate_id <> member_id));
ALTER TABLE absence ADD CONSTRAINT absence_check1 CHECK ((ends_at >= starts_at));
ALTER TABLE absence ADD CONSTRAINT absence_check2 CHECK (((kind = 'DISABLED'::text) OR (ends_at IS NOT NULL)));
ALTER TABLE absence ADD CONSTRAINT absence_kind_check CHECK ((kind = ANY (ARRAY['OUT_OF_OFFICE'::text, 'DISABLED'::text])));
ALTER TABLE absence ADD CONSTRAINT absence_merchant_id_delegate_id_fkey FOREIGN KEY (merchant_id, delegate_id) REFERENCES member(merchant_id, id);
ALTER TABLE absence ADD CONSTRAINT absence_merchant_id_member_id_fkey FOREIGN KEY (merchant_id, member_id) REFERENCES member(merchant_id, id);
ALTER TABLE absence ADD CONSTRAINT absence_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE agent_profile ADD CONSTRAINT agent_profile_cap_check CHECK (((cap >= 1) AND (cap <= 1000)));
ALTER TABLE agent_profile ADD CONSTRAINT agent_profile_kinds_check CHECK ((cardinality(kinds) > 0));
ALTER TABLE agent_profile ADD CONSTRAINT agent_profile_languages_check CHECK ((cardinality(languages) > 0));
ALTER TABLE agent_profile ADD CONSTRAINT agent_profile_severities_check CHECK ((cardinality(severities) > 0));
ALTER TABLE agent_profile ADD CONSTRAINT agent_profile_merchant_id_member_id_fkey FOREIGN KEY (merchant_id, member_id) REFERENCES member(merchant_id, id);
ALTER TABLE agent_profile ADD CONSTRAINT agent_profile_pkey PRIMARY KEY (merchant_id, member_id);
ALTER TABLE api_key ADD CONSTRAINT api_key_scopes_check CHECK ((cardinality(scopes) > 0));
ALTER TABLE api_key ADD CONSTRAINT api_key_secret_sha256_check CHECK ((length(secret_sha256) = 32));
ALTER TABLE api_key ADD CONSTRAINT api_key_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id);
ALTER TABLE api_key ADD CONSTRAINT api_key_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE api_key ADD CONSTRAINT api_key_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE approval_decision ADD CONSTRAINT approval_decision_check CHECK (((by_person <> requester_person) AND (by_person <> editor_person)));
ALTER TABLE approval_decision ADD CONSTRAINT approval_decision_check1 CHECK (((for_person IS NULL) OR ((for_person <> requester_person) AND (for_person <> editor_person) AND (for_person <> by_person))));
ALTER TABLE approval_decision ADD CONSTRAINT approval_decision_check2 CHECK (((delegation_id IS NULL) = (for_person IS NULL)));
ALTER TABLE approval_decision ADD CONSTRAINT approval_decision_decision_check CHECK ((decision = ANY (ARRAY['APPROVE'::text, 'REJECT'::text])));
ALTER TABLE approval_decision ADD CONSTRAINT approval_decision_merchant_id_by_member_fkey FOREIGN KEY (merchant_id, by_member) REFERENCES member(merchant_id, id);
ALTER TABLE approval_decision ADD CONSTRAINT approval_decision_merchant_id_delegation_id_fkey FOREIGN KEY (merchant_id, delegation_id) REFERENCES delegation(merchant_id, id);
ALTER TABLE approval_decision ADD CONSTRAINT approval_decision_merchant_id_request_id_requester_person__fkey FOREIGN KEY (merchant_id, request_id, requester_person, editor_person) REFERENCES approval_request(merchant_id, id, requester_person, editor_person);
ALTER TABLE approval_decision ADD CONSTRAINT approval_decision_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE approval_decision ADD CONSTRAINT approval_decision_merchant_id_request_id_by_person_key UNIQUE (merchant_id, request_id, by_person);
ALTER TABLE approval_decision ADD CONSTRAINT approval_decision_merchant_id_request_id_for_person_key UNIQUE (merchant_id, request_id, for_person);
ALTER TABLE approval_override ADD CONSTRAINT approval_override_check CHECK ((expires_at > asked_at));
ALTER TABLE approval_override ADD CONSTRAINT approval_override_check1 CHECK ((num_nonnulls(confirmed_by, confirmed_person, confirmed_at, confirmed_reason) = ANY (ARRAY[0, 4])));
ALTER TABLE approval_override ADD CONSTRAINT approval_override_check2 CHECK ((confirmed_person <> asked_person));
ALTER TABLE approval_override ADD CONSTRAINT approval_override_check3 CHECK (((asked_person <> requester_person) AND (asked_person <> editor_person)));
ALTER TABLE approval_override ADD CONSTRAINT approval_override_check4 CHECK (((confirmed_person <> requester_person) AND (confirmed_person <> editor_person)));
ALTER TABLE approval_override ADD CONSTRAINT approval_override_merchant_id_asked_by_fkey FOREIGN KEY (merchant_id, asked_by) REFERENCES member(merchant_id, id);
ALTER TABLE approval_override ADD CONSTRAINT approval_override_merchant_id_confirmed_by_fkey FOREIGN KEY (merchant_id, confirmed_by) REFERENCES member(merchant_id, id);
ALTER TABLE approval_override ADD CONSTRAINT approval_override_merchant_id_request_id_requester_person__fkey FOREIGN KEY (merchant_id, request_id, requester_person, editor_person) REFERENCES approval_request(merchant_id, id, requester_person, editor_person);
ALTER TABLE approval_override ADD CONSTRAINT approval_override_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE approval_request ADD CONSTRAINT approval_request_check CHECK (((state = 'PENDING'::text) = (ended_at IS NULL)));
ALTER TABLE approval_request ADD CONSTRAINT approval_request_check1 CHECK (((state = 'PENDING'::text) = (due_at IS NOT NULL)));
ALTER TABLE approval_request ADD CONSTRAINT approval_request_digest_check CHECK ((length(digest) = 32));
ALTER TABLE approval_request ADD CONSTRAINT approval_request_escalations_check CHECK ((escalations >= 0));
ALTER TABLE approval_request ADD CONSTRAINT approval_request_level_check CHECK ((level >= 0));
ALTER TABLE approval_request ADD CONSTRAINT approval_request_purpose_check CHECK ((purpose = ANY (ARRAY['GOODWILL'::text, 'REFUSAL'::text])));
ALTER TABLE approval_request ADD CONSTRAINT approval_request_state_check CHECK ((state = ANY (ARRAY['PENDING'::text, 'APPROVED'::text, 'REJECTED'::text, 'WITHDRAWN'::text, 'OVERRIDDEN'::text])));
ALTER TABLE approval_request ADD CONSTRAINT approval_request_version_check CHECK ((version > 0));
ALTER TABLE approval_request ADD CONSTRAINT approval_request_merchant_id_offer_id_fkey FOREIGN KEY (merchant_id, offer_id) REFERENCES offer(merchant_id, id);
ALTER TABLE approval_request ADD CONSTRAINT approval_request_merchant_id_requested_by_fkey FOREIGN KEY (merchant_id, requested_by) REFERENCES member(merchant_id, id);
ALTER TABLE approval_request ADD CONSTRAINT approval_request_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE approval_request ADD CONSTRAINT approval_request_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE approval_request ADD CONSTRAINT approval_request_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE approval_request ADD CONSTRAINT approval_request_merchant_id_id_requester_person_editor_per_key UNIQUE (merchant_id, id, requester_person, editor_person);
ALTER TABLE assignment_setting ADD CONSTRAINT assignment_setting_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE assignment_setting ADD CONSTRAINT assignment_setting_pkey PRIMARY KEY (merchant_id, shop_id);
ALTER TABLE assignment_wait ADD CONSTRAINT assignment_wait_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE assignment_wait ADD CONSTRAINT assignment_wait_pkey PRIMARY KEY (merchant_id, ticket_id);
ALTER TABLE attachment ADD CONSTRAINT attachment_check CHECK (((redacted_at IS NULL) OR (name = '[Redacted / 内容已删除]'::text)));
ALTER TABLE attachment ADD CONSTRAINT attachment_sha256_check CHECK ((length(sha256) = 32));
ALTER TABLE attachment ADD CONSTRAINT attachment_size_check CHECK ((size > 0));
ALTER TABLE attachment ADD CONSTRAINT attachment_merchant_id_message_id_fkey FOREIGN KEY (merchant_id, message_id) REFERENCES message(merchant_id, id);
ALTER TABLE attachment ADD CONSTRAINT attachment_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE attachment ADD CONSTRAINT attachment_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE authority_policy ADD CONSTRAINT authority_policy_version_check CHECK ((version > 0));
ALTER TABLE authority_policy ADD CONSTRAINT authority_policy_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id);
ALTER TABLE authority_policy ADD CONSTRAINT authority_policy_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE authority_policy ADD CONSTRAINT authority_policy_merchant_id_name_version_key UNIQUE (merchant_id, name, version);
ALTER TABLE authority_total ADD CONSTRAINT authority_total_amount_minor_check CHECK ((amount_minor >= 0));
ALTER TABLE authority_total ADD CONSTRAINT authority_total_scope_check CHECK ((scope = ANY (ARRAY['AGENT_DAY'::text, 'CUSTOMER'::text, 'CUSTOMER_DAY'::text, 'ORDER'::text, 'SHOP_MONTH'::text])));
ALTER TABLE authority_total ADD CONSTRAINT authority_total_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id);
ALTER TABLE authority_total ADD CONSTRAINT authority_total_pkey PRIMARY KEY (merchant_id, scope, subject_id, currency, period);
ALTER TABLE bank_statement ADD CONSTRAINT bank_statement_check CHECK ((covers_from <= covers_to));
ALTER TABLE bank_statement ADD CONSTRAINT bank_statement_content_sha256_check CHECK ((length(content_sha256) = 32));
ALTER TABLE bank_statement ADD CONSTRAINT bank_statement_merchant_id_imported_by_fkey FOREIGN KEY (merchant_id, imported_by) REFERENCES member(merchant_id, id);
ALTER TABLE bank_statement ADD CONSTRAINT bank_statement_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE bank_statement ADD CONSTRAINT bank_statement_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE bank_statement ADD CONSTRAINT bank_statement_merchant_id_shop_id_content_sha256_key UNIQUE (merchant_id, shop_id, content_sha256);
ALTER TABLE budget ADD CONSTRAINT budget_check CHECK ((starts_on <= ends_on));
ALTER TABLE budget ADD CONSTRAINT budget_committed_minor_check CHECK ((committed_minor >= 0));
ALTER TABLE budget ADD CONSTRAINT budget_entitled_committed_minor_check CHECK ((entitled_committed_minor >= 0));
ALTER TABLE budget ADD CONSTRAINT budget_entitled_reserved_minor_check CHECK ((entitled_reserved_minor >= 0));
ALTER TABLE budget ADD CONSTRAINT budget_limit_minor_check CHECK ((limit_minor >= 0));
ALTER TABLE budget ADD CONSTRAINT budget_never_exceeded CHECK (((reserved_minor + committed_minor) <= (limit_minor + overridden_minor)));
ALTER TABLE budget ADD CONSTRAINT budget_overridden_minor_check CHECK ((overridden_minor >= 0));
ALTER TABLE budget ADD CONSTRAINT budget_period_check CHECK ((period = ANY (ARRAY['MONTH'::text, 'QUARTER'::text, 'NAMED'::text])));
ALTER TABLE budget ADD CONSTRAINT budget_reserved_minor_check CHECK ((reserved_minor >= 0));
ALTER TABLE budget ADD CONSTRAINT budget_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE budget ADD CONSTRAINT budget_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE budget ADD CONSTRAINT budget_merchant_id_shop_id_currency_starts_on_ends_on_reaso_key UNIQUE NULLS NOT DISTINCT (merchant_id, shop_id, currency, starts_on, ends_on, reason_family);
ALTER TABLE budget_override ADD CONSTRAINT budget_override_amount_minor_check CHECK ((amount_minor > 0));
ALTER TABLE budget_override ADD CONSTRAINT budget_override_merchant_id_budget_id_fkey FOREIGN KEY (merchant_id, budget_id) REFERENCES budget(merchant_id, id);
ALTER TABLE budget_override ADD CONSTRAINT budget_override_merchant_id_by_member_fkey FOREIGN KEY (merchant_id, by_member) REFERENCES member(merchant_id, id);
ALTER TABLE budget_override ADD CONSTRAINT budget_override_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE calendar ADD CONSTRAINT calendar_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id);
ALTER TABLE calendar ADD CONSTRAINT calendar_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE calendar ADD CONSTRAINT calendar_merchant_id_name_key UNIQUE (merchant_id, name);
ALTER TABLE calendar_version ADD CONSTRAINT calendar_version_body_check CHECK ((jsonb_typeof((body -> 'definition'::text)) = 'object'::text));
ALTER TABLE calendar_version ADD CONSTRAINT calendar_version_version_check CHECK ((version > 0));
ALTER TABLE calendar_version ADD CONSTRAINT calendar_version_merchant_id_calendar_id_fkey FOREIGN KEY (merchant_id, calendar_id) REFERENCES calendar(merchant_id, id);
ALTER TABLE calendar_version ADD CONSTRAINT calendar_version_merchant_id_published_by_fkey FOREIGN KEY (merchant_id, published_by) REFERENCES member(merchant_id, id);
ALTER TABLE calendar_version ADD CONSTRAINT calendar_version_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE calendar_version ADD CONSTRAINT calendar_version_merchant_id_calendar_id_version_key UNIQUE (merchant_id, calendar_id, version);
ALTER TABLE changed_terms ADD CONSTRAINT changed_terms_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id);
ALTER TABLE changed_terms ADD CONSTRAINT changed_terms_pkey PRIMARY KEY (merchant_id, ticket_id);
ALTER TABLE chat_pickup ADD CONSTRAINT chat_pickup_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE chat_pickup ADD CONSTRAINT chat_pickup_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE chat_pickup ADD CONSTRAINT chat_pickup_pkey PRIMARY KEY (merchant_id, ticket_id);
ALTER TABLE clock ADD CONSTRAINT clock_check CHECK (((state = 'RUNNING'::text) <= (due_at IS NOT NULL)));
ALTER TABLE clock ADD CONSTRAINT clock_check1 CHECK (((state = 'PAUSED'::text) = (remaining_ms IS NOT NULL)));
ALTER TABLE clock ADD CONSTRAINT clock_check2 CHECK (((state = 'RUNNING'::text) <= (alarm_at IS NOT NULL)));
ALTER TABLE clock ADD CONSTRAINT clock_check3 CHECK (((alarm_at IS NULL) OR (state = ANY (ARRAY['RUNNING'::text, 'PAUSED'::text]))));
ALTER TABLE clock ADD CONSTRAINT clock_check4 CHECK (((alarm_at IS NULL) OR (due_at IS NULL) OR (alarm_at <= due_at)));
ALTER TABLE clock ADD CONSTRAINT clock_check5 CHECK (((state = 'PAUSED'::text) = (pause IS NOT NULL)));
ALTER TABLE clock ADD CONSTRAINT clock_entries_check CHECK ((entries > 0));
ALTER TABLE clock ADD CONSTRAINT clock_generation_check CHECK ((generation > 0));
ALTER TABLE clock ADD CONSTRAINT clock_state_check CHECK ((state = ANY (ARRAY['RUNNING'::text, 'PAUSED'::text, 'SATISFIED'::text, 'BREACHED'::text, 'CANCELLED'::text])));
ALTER TABLE clock ADD CONSTRAINT clock_target_ms_check CHECK ((target_ms > 0));
ALTER TABLE clock ADD CONSTRAINT clock_warned_check CHECK ((warned >= 0));
ALTER TABLE clock ADD CONSTRAINT clock_merchant_id_calendar_id_fkey FOREIGN KEY (merchant_id, calendar_id) REFERENCES calendar_version(merchant_id, id);
ALTER TABLE clock ADD CONSTRAINT clock_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE clock ADD CONSTRAINT clock_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE clock_entry ADD CONSTRAINT clock_entry_type_check CHECK ((type = ANY (ARRAY['STARTED'::text, 'PAUSED'::text, 'RESUMED'::text, 'RETARGETED'::text, 'WARNED'::text, 'SATISFIED'::text, 'BREACHED'::text, 'CANCELLED'::text])));
ALTER TABLE clock_entry ADD CONSTRAINT clock_entry_merchant_id_clock_id_fkey FOREIGN KEY (merchant_id, clock_id) REFERENCES clock(merchant_id, id);
ALTER TABLE clock_entry ADD CONSTRAINT clock_entry_pkey PRIMARY KEY (merchant_id, clock_id, seq);
ALTER TABLE clock_firing ADD CONSTRAINT clock_firing_check CHECK ((detected_at >= at));
ALTER TABLE clock_firing ADD CONSTRAINT clock_firing_generation_check CHECK ((generation > 0));
ALTER TABLE clock_firing ADD CONSTRAINT clock_firing_level_check CHECK ((level >= 0));
ALTER TABLE clock_firing ADD CONSTRAINT clock_firing_merchant_id_clock_id_fkey FOREIGN KEY (merchant_id, clock_id) REFERENCES clock(merchant_id, id);
ALTER TABLE clock_firing ADD CONSTRAINT clock_firing_pkey PRIMARY KEY (merchant_id, clock_id, generation, level);
ALTER TABLE counter_offer ADD CONSTRAINT counter_offer_amount_minor_check CHECK ((amount_minor > 0));
ALTER TABLE counter_offer ADD CONSTRAINT counter_offer_check CHECK (((amount_minor IS NULL) = (currency IS NULL)));
ALTER TABLE counter_offer ADD CONSTRAINT counter_offer_check1 CHECK ((num_nonnulls(message_id, proof_ref) > 0));
ALTER TABLE counter_offer ADD CONSTRAINT counter_offer_merchant_id_message_id_fkey FOREIGN KEY (merchant_id, message_id) REFERENCES message(merchant_id, id);
ALTER TABLE counter_offer ADD CONSTRAINT counter_offer_merchant_id_offer_id_fkey FOREIGN KEY (merchant_id, offer_id) REFERENCES offer(merchant_id, id);
ALTER TABLE counter_offer ADD CONSTRAINT counter_offer_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE counter_offer ADD CONSTRAINT counter_offer_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE customer ADD CONSTRAINT customer_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE customer ADD CONSTRAINT customer_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE customer ADD CONSTRAINT customer_merchant_id_shop_id_external_id_key UNIQUE (merchant_id, shop_id, external_id);
ALTER TABLE customer_person ADD CONSTRAINT customer_person_merchant_id_customer_id_fkey FOREIGN KEY (merchant_id, customer_id) REFERENCES customer(merchant_id, id);
ALTER TABLE customer_person ADD CONSTRAINT customer_person_merchant_id_declared_by_fkey FOREIGN KEY (merchant_id, declared_by) REFERENCES member(merchant_id, id);
ALTER TABLE customer_person ADD CONSTRAINT customer_person_pkey PRIMARY KEY (merchant_id, customer_id, person_id);
ALTER TABLE delegation ADD CONSTRAINT delegation_check CHECK ((ends_at > starts_at));
ALTER TABLE delegation ADD CONSTRAINT delegation_check1 CHECK ((from_member <> to_member));
ALTER TABLE delegation ADD CONSTRAINT delegation_check2 CHECK (((revoked_at IS NULL) = (revoked_by IS NULL)));
ALTER TABLE delegation ADD CONSTRAINT delegation_merchant_id_from_member_fkey FOREIGN KEY (merchant_id, from_member) REFERENCES member(merchant_id, id);
ALTER TABLE delegation ADD CONSTRAINT delegation_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE delegation ADD CONSTRAINT delegation_merchant_id_to_member_fkey FOREIGN KEY (merchant_id, to_member) REFERENCES member(merchant_id, id);
ALTER TABLE delegation ADD CONSTRAINT delegation_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE duty_roster ADD CONSTRAINT duty_roster_version_check CHECK ((version > 0));
ALTER TABLE duty_roster ADD CONSTRAINT duty_roster_merchant_id_published_by_fkey FOREIGN KEY (merchant_id, published_by) REFERENCES member(merchant_id, id);
ALTER TABLE duty_roster ADD CONSTRAINT duty_roster_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE duty_roster ADD CONSTRAINT duty_roster_merchant_id_team_id_fkey FOREIGN KEY (merchant_id, team_id) REFERENCES team(merchant_id, id);
ALTER TABLE duty_roster ADD CONSTRAINT duty_roster_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE duty_roster ADD CONSTRAINT duty_roster_merchant_id_shop_id_team_id_version_key UNIQUE NULLS NOT DISTINCT (merchant_id, shop_id, team_id, version);
ALTER TABLE escalation ADD CONSTRAINT escalation_acknowledgements_check CHECK (((acknowledgements >= 0) AND (acknowledgements <= 3)));
ALTER TABLE escalation ADD CONSTRAINT escalation_check CHECK (((state = 'OPEN'::text) = (ended_at IS NULL)));
ALTER TABLE escalation ADD CONSTRAINT escalation_generation_check CHECK ((generation > 0));
ALTER TABLE escalation ADD CONSTRAINT escalation_level_check CHECK (((level >= 0) AND (level <= 5)));
ALTER TABLE escalation ADD CONSTRAINT escalation_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'ACKNOWLEDGED'::text, 'SETTLED'::text, 'EXHAUSTED'::text, 'CANCELLED'::text])));
ALTER TABLE escalation ADD CONSTRAINT escalation_merchant_id_rules_id_fkey FOREIGN KEY (merchant_id, rules_id) REFERENCES escalation_rules(merchant_id, id);
ALTER TABLE escalation ADD CONSTRAINT escalation_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE escalation ADD CONSTRAINT escalation_pkey PRIMARY KEY (merchant_id, ticket_id, id);
ALTER TABLE escalation ADD CONSTRAINT escalation_merchant_id_ticket_id_anchor_id_rule_generation_key UNIQUE (merchant_id, ticket_id, anchor_id, rule, generation);
ALTER TABLE escalation_level ADD CONSTRAINT escalation_level_check1 CHECK ((fired_at >= due_at));
ALTER TABLE escalation_level ADD CONSTRAINT escalation_level_level_check CHECK (((level >= 1) AND (level <= 5)));
ALTER TABLE escalation_level ADD CONSTRAINT escalation_level_merchant_id_ticket_id_escalation_id_fkey FOREIGN KEY (merchant_id, ticket_id, escalation_id) REFERENCES escalation(merchant_id, ticket_id, id);
ALTER TABLE escalation_level ADD CONSTRAINT escalation_level_pkey PRIMARY KEY (merchant_id, ticket_id, anchor_id, rule, generation, level);
ALTER TABLE escalation_rules ADD CONSTRAINT escalation_rules_version_check CHECK ((version > 0));
ALTER TABLE escalation_rules ADD CONSTRAINT escalation_rules_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id);
ALTER TABLE escalation_rules ADD CONSTRAINT escalation_rules_merchant_id_published_by_fkey FOREIGN KEY (merchant_id, published_by) REFERENCES member(merchant_id, id);
ALTER TABLE escalation_rules ADD CONSTRAINT escalation_rules_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE escalation_rules ADD CONSTRAINT escalation_rules_merchant_id_version_key UNIQUE (merchant_id, version);
ALTER TABLE event ADD CONSTRAINT event_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['MEMBER'::text, 'API_KEY'::text, 'SYSTEM'::text])));
ALTER TABLE event ADD CONSTRAINT event_pkey PRIMARY KEY (merchant_id, subject_id, id);
ALTER TABLE external_deadline ADD CONSTRAINT external_deadline_check CHECK (((source = 'PACK'::text) <= (pack_row IS NOT NULL)));
ALTER TABLE external_deadline ADD CONSTRAINT external_deadline_check1 CHECK (((source = 'PLATFORM'::text) <= (observed_version IS NOT NULL)));
ALTER TABLE external_deadline ADD CONSTRAINT external_deadline_check2 CHECK (((event_at IS NULL) OR (source = 'PACK'::text)));
ALTER TABLE external_deadline ADD CONSTRAINT external_deadline_observed_version_check CHECK ((observed_version >= 0));
ALTER TABLE external_deadline ADD CONSTRAINT external_deadline_source_check CHECK ((source = ANY (ARRAY['PLATFORM'::text, 'PACK'::text, 'MANUAL'::text])));
ALTER TABLE external_deadline ADD CONSTRAINT external_deadline_merchant_id_clock_id_fkey FOREIGN KEY (merchant_id, clock_id) REFERENCES clock(merchant_id, id);
ALTER TABLE external_deadline ADD CONSTRAINT external_deadline_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE external_deadline ADD CONSTRAINT external_deadline_pkey PRIMARY KEY (merchant_id, ticket_id, kind);
ALTER TABLE finding ADD CONSTRAINT finding_check CHECK ((caused_by_us OR (misuse IS NULL)));
ALTER TABLE finding ADD CONSTRAINT finding_confirmed_timed CHECK (((liability = ANY (ARRAY['CONFIRMED'::text, 'DISPUTED'::text, 'ARBITRATED'::text])) = (confirmed_at IS NOT NULL)));
ALTER TABLE finding ADD CONSTRAINT finding_liability_check CHECK ((liability = ANY (ARRAY['DRAFT'::text, 'PENDING'::text, 'CONFIRMED'::text, 'DISPUTED'::text, 'ARBITRATED'::text])));
ALTER TABLE finding ADD CONSTRAINT finding_merchant_id_supersedes_id_fkey FOREIGN KEY (merchant_id, supersedes_id) REFERENCES finding(merchant_id, id);
ALTER TABLE finding ADD CONSTRAINT finding_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE finding ADD CONSTRAINT finding_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE goods_leg ADD CONSTRAINT goods_leg_check CHECK (((carrier IS NULL) = (waybill IS NULL)));
ALTER TABLE goods_leg ADD CONSTRAINT goods_leg_check1 CHECK (((out_carrier IS NULL) = (out_waybill IS NULL)));
ALTER TABLE goods_leg ADD CONSTRAINT goods_leg_check2 CHECK (((stage <> 'SHIPPED'::text) OR (waybill IS NOT NULL)));
ALTER TABLE goods_leg ADD CONSTRAINT goods_leg_check3 CHECK (((stage <> 'RESHIPPED'::text) OR (out_waybill IS NOT NULL)));
ALTER TABLE goods_leg ADD CONSTRAINT goods_leg_stage_check CHECK ((stage = ANY (ARRAY['AUTHORISED'::text, 'ISSUED'::text, 'SHIPPED'::text, 'IN_TRANSIT'::text, 'RECEIVED'::text, 'INSPECTED'::text, 'RESTOCKED'::text, 'WRITTEN_OFF'::text, 'REFUNDED'::text, 'REPAIRED'::text, 'RESHIPPED'::text, 'DELIVERED'::text, 'EXPIRED'::text, 'CANCELLED'::text])));
ALTER TABLE goods_leg ADD CONSTRAINT goods_leg_merchant_id_leg_id_fkey FOREIGN KEY (merchant_id, leg_id) REFERENCES offer_leg(merchant_id, id);
ALTER TABLE goods_leg ADD CONSTRAINT goods_leg_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE goods_leg ADD CONSTRAINT goods_leg_pkey PRIMARY KEY (merchant_id, leg_id);
ALTER TABLE holiday_year ADD CONSTRAINT holiday_year_body_check CHECK ((jsonb_typeof((body -> 'days'::text)) = 'array'::text));
ALTER TABLE holiday_year ADD CONSTRAINT holiday_year_version_check CHECK ((version > 0));
ALTER TABLE holiday_year ADD CONSTRAINT holiday_year_year_check CHECK (((year >= 2000) AND (year <= 2198)));
ALTER TABLE holiday_year ADD CONSTRAINT holiday_year_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id);
ALTER TABLE holiday_year ADD CONSTRAINT holiday_year_merchant_id_published_by_fkey FOREIGN KEY (merchant_id, published_by) REFERENCES member(merchant_id, id);
ALTER TABLE holiday_year ADD CONSTRAINT holiday_year_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE holiday_year ADD CONSTRAINT holiday_year_merchant_id_holiday_set_year_version_key UNIQUE (merchant_id, holiday_set, year, version);
ALTER TABLE idempotency ADD CONSTRAINT idempotency_pkey PRIMARY KEY (merchant_id, actor_id, operation, key);
ALTER TABLE ledger_movement ADD CONSTRAINT ledger_movement_amount_minor_check CHECK ((amount_minor > 0));
ALTER TABLE ledger_movement ADD CONSTRAINT ledger_movement_basis_check CHECK ((basis = ANY (ARRAY['GOODWILL'::text, 'STATUTORY'::text, 'PACK'::text])));
ALTER TABLE ledger_movement ADD CONSTRAINT ledger_movement_check CHECK ((subject_id = COALESCE(leg_id, recovery_id)));
ALTER TABLE ledger_movement ADD CONSTRAINT ledger_movement_check1 CHECK (
CASE type
    WHEN 'RECOVER'::text THEN ((recovery_id IS NOT NULL) AND (num_nonnulls(leg_id, offer_id, budget_id, basis) = 0))
    ELSE ((recovery_id IS NULL) AND (num_nonnulls(leg_id, offer_id, basis) = 3))
END);
ALTER TABLE ledger_movement ADD CONSTRAINT ledger_movement_type_check CHECK ((type = ANY (ARRAY['RESERVE'::text, 'RELEASE'::text, 'COMMIT'::text, 'PAY'::text, 'RECOVER'::text, 'REVERSE'::text, 'HOLD'::text])));
ALTER TABLE ledger_movement ADD CONSTRAINT ledger_movement_merchant_id_budget_id_fkey FOREIGN KEY (merchant_id, budget_id) REFERENCES budget(merchant_id, id);
ALTER TABLE ledger_movement ADD CONSTRAINT ledger_movement_merchant_id_leg_id_fkey FOREIGN KEY (merchant_id, leg_id) REFERENCES offer_leg(merchant_id, id);
ALTER TABLE ledger_movement ADD CONSTRAINT ledger_movement_merchant_id_offer_id_fkey FOREIGN KEY (merchant_id, offer_id) REFERENCES offer(merchant_id, id);
ALTER TABLE ledger_movement ADD CONSTRAINT ledger_movement_merchant_id_recovery_id_fkey FOREIGN KEY (merchant_id, recovery_id) REFERENCES recovery(merchant_id, id);
ALTER TABLE ledger_movement ADD CONSTRAINT ledger_movement_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE ledger_movement ADD CONSTRAINT ledger_movement_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE ledger_movement ADD CONSTRAINT ledger_movement_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE ledger_movement ADD CONSTRAINT ledger_balances TRIGGER DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ledger_movement ADD CONSTRAINT ledger_movement_merchant_id_id_currency_key UNIQUE (merchant_id, id, currency);
ALTER TABLE ledger_movement ADD CONSTRAINT ledger_movement_merchant_id_subject_id_type_cause_key UNIQUE (merchant_id, subject_id, type, cause);
ALTER TABLE ledger_posting ADD CONSTRAINT ledger_posting_account_check CHECK ((account = ANY (ARRAY['AVAILABLE'::text, 'RESERVED'::text, 'COMMITTED'::text, 'PAID'::text, 'RECOVERED'::text, 'OUTSIDE'::text, 'HELD'::text])));
ALTER TABLE ledger_posting ADD CONSTRAINT ledger_posting_amount_minor_check CHECK ((amount_minor <> 0));
ALTER TABLE ledger_posting ADD CONSTRAINT ledger_posting_merchant_id_movement_id_currency_fkey FOREIGN KEY (merchant_id, movement_id, currency) REFERENCES ledger_movement(merchant_id, id, currency);
ALTER TABLE ledger_posting ADD CONSTRAINT ledger_posting_pkey PRIMARY KEY (merchant_id, movement_id, account);
ALTER TABLE ledger_posting ADD CONSTRAINT ledger_balances TRIGGER DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE leg_exchange ADD CONSTRAINT leg_exchange_check CHECK ((num_nonnulls(payment_ref, recorded_by, paid_at) = ANY (ARRAY[0, 3])));
ALTER TABLE leg_exchange ADD CONSTRAINT leg_exchange_check1 CHECK (((payment_ref IS NULL) OR (price_minor > paid_minor)));
ALTER TABLE leg_exchange ADD CONSTRAINT leg_exchange_check2 CHECK (((given_back_by IS NULL) OR (payment_ref IS NOT NULL)));
ALTER TABLE leg_exchange ADD CONSTRAINT leg_exchange_paid_minor_check CHECK ((paid_minor >= 0));
ALTER TABLE leg_exchange ADD CONSTRAINT leg_exchange_price_minor_check CHECK ((price_minor > 0));
ALTER TABLE leg_exchange ADD CONSTRAINT leg_exchange_merchant_id_given_back_by_fkey FOREIGN KEY (merchant_id, given_back_by) REFERENCES offer_leg(merchant_id, id);
ALTER TABLE leg_exchange ADD CONSTRAINT leg_exchange_merchant_id_leg_id_fkey FOREIGN KEY (merchant_id, leg_id) REFERENCES offer_leg(merchant_id, id);
ALTER TABLE leg_exchange ADD CONSTRAINT leg_exchange_pkey PRIMARY KEY (merchant_id, leg_id);
ALTER TABLE leg_unit ADD CONSTRAINT leg_unit_check CHECK (((verdict = 'ACCEPTED'::text) OR (cardinality(photo_ids) > 0)));
ALTER TABLE leg_unit ADD CONSTRAINT leg_unit_condition_check CHECK ((condition = ANY (ARRAY['INTACT'::text, 'OPENED'::text, 'USED'::text, 'DAMAGED'::text, 'WRONG_ITEM'::text, 'EMPTY'::text])));
ALTER TABLE leg_unit ADD CONSTRAINT leg_unit_unit_check CHECK ((unit > 0));
ALTER TABLE leg_unit ADD CONSTRAINT leg_unit_verdict_check CHECK ((verdict = ANY (ARRAY['ACCEPTED'::text, 'REDUCED'::text, 'REJECTED'::text])));
ALTER TABLE leg_unit ADD CONSTRAINT leg_unit_weight_grams_check CHECK ((weight_grams >= 0));
ALTER TABLE leg_unit ADD CONSTRAINT leg_unit_merchant_id_inspected_by_fkey FOREIGN KEY (merchant_id, inspected_by) REFERENCES member(merchant_id, id);
ALTER TABLE leg_unit ADD CONSTRAINT leg_unit_merchant_id_leg_id_fkey FOREIGN KEY (merchant_id, leg_id) REFERENCES goods_leg(merchant_id, leg_id);
ALTER TABLE leg_unit ADD CONSTRAINT leg_unit_pkey PRIMARY KEY (merchant_id, leg_id, unit);
ALTER TABLE member ADD CONSTRAINT member_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id);
ALTER TABLE member ADD CONSTRAINT member_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE membership ADD CONSTRAINT membership_role_check CHECK ((role = ANY (ARRAY['AGENT'::text, 'LEADER'::text, 'SUPERVISOR'::text, 'FINANCE'::text, 'INSPECTOR'::text, 'ADMIN'::text, 'AUDITOR'::text])));
ALTER TABLE membership ADD CONSTRAINT membership_merchant_id_member_id_fkey FOREIGN KEY (merchant_id, member_id) REFERENCES member(merchant_id, id);
ALTER TABLE membership ADD CONSTRAINT membership_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE membership ADD CONSTRAINT membership_merchant_id_team_id_fkey FOREIGN KEY (merchant_id, team_id) REFERENCES team(merchant_id, id);
ALTER TABLE membership ADD CONSTRAINT membership_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE membership ADD CONSTRAINT membership_merchant_id_member_id_role_shop_id_team_id_key UNIQUE NULLS NOT DISTINCT (merchant_id, member_id, role, shop_id, team_id);
ALTER TABLE merchant ADD CONSTRAINT merchant_check CHECK ((sandbox OR (clock_offset = '00:00:00'::interval)));
ALTER TABLE merchant ADD CONSTRAINT merchant_pkey PRIMARY KEY (id);
ALTER TABLE message ADD CONSTRAINT message_author_kind_check CHECK ((author_kind = ANY (ARRAY['CUSTOMER'::text, 'AGENT'::text, 'SYSTEM'::text])));
ALTER TABLE message ADD CONSTRAINT message_check CHECK (((author_kind <> 'CUSTOMER'::text) OR (visibility = 'PUBLIC'::text)));
ALTER TABLE message ADD CONSTRAINT message_check1 CHECK (((redacted_at IS NULL) = (redaction_reason IS NULL)));
ALTER TABLE message ADD CONSTRAINT message_origin_check CHECK ((origin = ANY (ARRAY['HUMAN'::text, 'BOT'::text, 'AUTOMATIC'::text])));
ALTER TABLE message ADD CONSTRAINT message_visibility_check CHECK ((visibility = ANY (ARRAY['PUBLIC'::text, 'INTERNAL'::text])));
ALTER TABLE message ADD CONSTRAINT message_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE message ADD CONSTRAINT message_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE migration ADD CONSTRAINT PK_3043fc6b8af7c99b8b98830094f PRIMARY KEY (id);
ALTER TABLE notification ADD CONSTRAINT notification_check CHECK (((state = 'SHOWN'::text) = (shown_at IS NOT NULL)));
ALTER TABLE notification ADD CONSTRAINT notification_check1 CHECK (((state <> 'HELD'::text) OR (held_until IS NOT NULL)));
ALTER TABLE notification ADD CONSTRAINT notification_check2 CHECK (((acknowledged_at IS NULL) OR (read_at IS NOT NULL)));
ALTER TABLE notification ADD CONSTRAINT notification_check3 CHECK (((read_at IS NULL) OR (state = 'SHOWN'::text)));
ALTER TABLE notification ADD CONSTRAINT notification_gravity_check CHECK ((gravity >= 0));
ALTER TABLE notification ADD CONSTRAINT notification_level_check CHECK (((level >= 1) AND (level <= 5)));
ALTER TABLE notification ADD CONSTRAINT notification_state_check CHECK ((state = ANY (ARRAY['HELD'::text, 'SHOWN'::text, 'DROPPED'::text])));
ALTER TABLE notification ADD CONSTRAINT notification_times_check CHECK ((times > 0));
ALTER TABLE notification ADD CONSTRAINT notification_merchant_id_member_id_fkey FOREIGN KEY (merchant_id, member_id) REFERENCES member(merchant_id, id);
ALTER TABLE notification ADD CONSTRAINT notification_merchant_id_ticket_id_escalation_id_fkey FOREIGN KEY (merchant_id, ticket_id, escalation_id) REFERENCES escalation(merchant_id, ticket_id, id);
ALTER TABLE notification ADD CONSTRAINT notification_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE offer ADD CONSTRAINT offer_check CHECK (((state = 'DRAFT'::text) <= (valid_until IS NULL)));
ALTER TABLE offer ADD CONSTRAINT offer_check1 CHECK (((state = ANY (ARRAY['SENT'::text, 'ACCEPTED'::text, 'REFUSED'::text, 'LAPSED'::text])) <= (valid_until IS NOT NULL)));
ALTER TABLE offer ADD CONSTRAINT offer_decision_shown CHECK (((state <> ALL (ARRAY['ACCEPTED'::text, 'REFUSED'::text])) OR (num_nonnulls(decision_message_id, decision_proof) > 0)));
ALTER TABLE offer ADD CONSTRAINT offer_decision_timed CHECK (((state = ANY (ARRAY['ACCEPTED'::text, 'REFUSED'::text, 'LAPSED'::text])) <= (decided_at IS NOT NULL)));
ALTER TABLE offer ADD CONSTRAINT offer_freight_payer_check CHECK ((freight_payer = ANY (ARRAY['MERCHANT'::text, 'CUSTOMER'::text, 'NONE'::text])));
ALTER TABLE offer ADD CONSTRAINT offer_refusal_whole CHECK (((refusal_reason IS NULL) = (refusal_alternative IS NULL)));
ALTER TABLE offer ADD CONSTRAINT offer_rights_declined CHECK (((cardinality(declined_rights) = 0) OR (refusal_reason IS NOT NULL)));
ALTER TABLE offer ADD CONSTRAINT offer_state_check CHECK ((state = ANY (ARRAY['DRAFT'::text, 'SENT'::text, 'ACCEPTED'::text, 'REFUSED'::text, 'LAPSED'::text, 'WITHDRAWN'::text])));
ALTER TABLE offer ADD CONSTRAINT offer_valid_for_ms_check CHECK ((valid_for_ms > 0));
ALTER TABLE offer ADD CONSTRAINT offer_merchant_id_counter_offer_id_fkey FOREIGN KEY (merchant_id, counter_offer_id) REFERENCES counter_offer(merchant_id, id);
ALTER TABLE offer ADD CONSTRAINT offer_merchant_id_decision_message_id_fkey FOREIGN KEY (merchant_id, decision_message_id) REFERENCES message(merchant_id, id);
ALTER TABLE offer ADD CONSTRAINT offer_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES sales_order(merchant_id, id);
ALTER TABLE offer ADD CONSTRAINT offer_merchant_id_sent_message_id_fkey FOREIGN KEY (merchant_id, sent_message_id) REFERENCES message(merchant_id, id);
ALTER TABLE offer ADD CONSTRAINT offer_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE offer ADD CONSTRAINT offer_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE offer_authority ADD CONSTRAINT offer_authority_check CHECK (((verdict = 'BEYOND'::text) = (jsonb_array_length(exceeded) > 0)));
ALTER TABLE offer_authority ADD CONSTRAINT offer_authority_digest_check CHECK ((length(digest) = 32));
ALTER TABLE offer_authority ADD CONSTRAINT offer_authority_goodwill_minor_check CHECK ((goodwill_minor >= 0));
ALTER TABLE offer_authority ADD CONSTRAINT offer_authority_verdict_check CHECK ((verdict = ANY (ARRAY['WITHIN'::text, 'ENTITLED'::text, 'BEYOND'::text, 'NO_LIMITS'::text])));
ALTER TABLE offer_authority ADD CONSTRAINT offer_authority_merchant_id_customer_id_fkey FOREIGN KEY (merchant_id, customer_id) REFERENCES customer(merchant_id, id);
ALTER TABLE offer_authority ADD CONSTRAINT offer_authority_merchant_id_member_id_fkey FOREIGN KEY (merchant_id, member_id) REFERENCES member(merchant_id, id);
ALTER TABLE offer_authority ADD CONSTRAINT offer_authority_merchant_id_offer_id_fkey FOREIGN KEY (merchant_id, offer_id) REFERENCES offer(merchant_id, id);
ALTER TABLE offer_authority ADD CONSTRAINT offer_authority_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES sales_order(merchant_id, id);
ALTER TABLE offer_authority ADD CONSTRAINT offer_authority_merchant_id_policy_id_fkey FOREIGN KEY (merchant_id, policy_id) REFERENCES authority_policy(merchant_id, id);
ALTER TABLE offer_authority ADD CONSTRAINT offer_authority_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE offer_authority ADD CONSTRAINT offer_authority_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE offer_authority ADD CONSTRAINT offer_authority_pkey PRIMARY KEY (merchant_id, offer_id);
ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_amount_minor_check CHECK ((amount_minor > 0));
ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_basis_check CHECK ((basis = ANY (ARRAY['GOODWILL'::text, 'STATUTORY'::text, 'PACK'::text])));
ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_cancel_reasoned CHECK (((state = 'CANCELLED'::text) = (cancel_reason IS NOT NULL)));
ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_check CHECK (((amount_minor IS NULL) = (currency IS NULL)));
ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_check1 CHECK (((state = 'FULFILLED'::text) = (proof_ref IS NOT NULL)));
ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_check2 CHECK (((state = 'PENDING'::text) = (ended_at IS NULL)));
ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_costing CHECK (((amount_minor IS NULL) OR (type <> ALL (ARRAY['EXPLANATION'::text, 'RETURN'::text, 'REPAIR'::text, 'EXTENDED_RECEIPT'::text]))));
ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_days_check CHECK ((days > 0));
ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_pack_named CHECK (((basis = 'PACK'::text) = (pack_row IS NOT NULL)));
ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_proved CHECK (((state = 'FULFILLED'::text) = (proof_kind IS NOT NULL)));
ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_quantity_check CHECK ((quantity > 0));
ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_state_check CHECK ((state = ANY (ARRAY['PENDING'::text, 'FULFILLED'::text, 'CANCELLED'::text])));
ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_merchant_id_offer_id_fkey FOREIGN KEY (merchant_id, offer_id) REFERENCES offer(merchant_id, id);
ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_merchant_id_order_line_id_fkey FOREIGN KEY (merchant_id, order_line_id) REFERENCES order_line(merchant_id, id);
ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE offer_refund_line ADD CONSTRAINT offer_refund_line_check CHECK (((((list_minor - discount_minor) - coupon_minor) + adjustment_minor) = goods_minor));
ALTER TABLE offer_refund_line ADD CONSTRAINT offer_refund_line_check1 CHECK ((with_freight OR (freight_minor = 0)));
ALTER TABLE offer_refund_line ADD CONSTRAINT offer_refund_line_coupon_minor_check CHECK ((coupon_minor >= 0));
ALTER TABLE offer_refund_line ADD CONSTRAINT offer_refund_line_discount_minor_check CHECK ((discount_minor >= 0));
ALTER TABLE offer_refund_line ADD CONSTRAINT offer_refund_line_freight_minor_check CHECK ((freight_minor >= 0));
ALTER TABLE offer_refund_line ADD CONSTRAINT offer_refund_line_goods_minor_check CHECK ((goods_minor >= 0));
ALTER TABLE offer_refund_line ADD CONSTRAINT offer_refund_line_kind_check CHECK ((kind = ANY (ARRAY['REFUND'::text, 'GIFT_KEPT'::text])));
ALTER TABLE offer_refund_line ADD CONSTRAINT offer_refund_line_list_minor_check CHECK ((list_minor >= 0));
ALTER TABLE offer_refund_line ADD CONSTRAINT offer_refund_line_quantity_check CHECK ((quantity > 0));
ALTER TABLE offer_refund_line ADD CONSTRAINT offer_refund_line_merchant_id_leg_id_fkey FOREIGN KEY (merchant_id, leg_id) REFERENCES offer_leg(merchant_id, id);
ALTER TABLE offer_refund_line ADD CONSTRAINT offer_refund_line_merchant_id_offer_id_fkey FOREIGN KEY (merchant_id, offer_id) REFERENCES offer(merchant_id, id);
ALTER TABLE offer_refund_line ADD CONSTRAINT offer_refund_line_merchant_id_order_line_id_fkey FOREIGN KEY (merchant_id, order_line_id) REFERENCES order_line(merchant_id, id);
ALTER TABLE offer_refund_line ADD CONSTRAINT offer_refund_line_pkey PRIMARY KEY (merchant_id, offer_id, order_line_id, kind);
ALTER TABLE order_line ADD CONSTRAINT order_line_discount_minor_check CHECK ((discount_minor >= 0));
ALTER TABLE order_line ADD CONSTRAINT order_line_no_return_check CHECK ((no_return = ANY (ARRAY['MADE_TO_ORDER'::text, 'PERISHABLE'::text, 'DIGITAL_OPENED'::text, 'PERIODICAL'::text, 'UNSAFE_ONCE_OPENED'::text, 'WORTHLESS_ONCE_USED'::text, 'NEAR_EXPIRY_OR_FLAWED'::text, 'SEALED_HYGIENE'::text])));
ALTER TABLE order_line ADD CONSTRAINT order_line_paid_minor_check CHECK ((paid_minor >= 0));
ALTER TABLE order_line ADD CONSTRAINT order_line_quantity_check CHECK ((quantity > 0));
ALTER TABLE order_line ADD CONSTRAINT order_line_unit_price_minor_check CHECK ((unit_price_minor >= 0));
ALTER TABLE order_line ADD CONSTRAINT order_line_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES sales_order(merchant_id, id);
ALTER TABLE order_line ADD CONSTRAINT order_line_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE order_line ADD CONSTRAINT order_line_merchant_id_order_id_external_id_key UNIQUE (merchant_id, order_id, external_id);
ALTER TABLE parcel ADD CONSTRAINT parcel_direction_check CHECK ((direction = ANY (ARRAY['OUTBOUND'::text, 'RETURN'::text])));
ALTER TABLE parcel ADD CONSTRAINT parcel_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES sales_order(merchant_id, id);
ALTER TABLE parcel ADD CONSTRAINT parcel_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE parcel ADD CONSTRAINT parcel_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE parcel ADD CONSTRAINT parcel_merchant_id_shop_id_external_id_key UNIQUE (merchant_id, shop_id, external_id);
ALTER TABLE payment_reference ADD CONSTRAINT payment_reference_provider_check CHECK ((provider = ANY (ARRAY['WEBHOOK'::text, 'ALIPAY'::text, 'STRIPE'::text])));
ALTER TABLE payment_reference ADD CONSTRAINT payment_reference_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES sales_order(merchant_id, id);
ALTER TABLE payment_reference ADD CONSTRAINT payment_reference_pkey PRIMARY KEY (merchant_id, order_id, provider);
ALTER TABLE payout ADD CONSTRAINT payout_amount_minor_check CHECK ((amount_minor > 0));
ALTER TABLE payout ADD CONSTRAINT payout_check CHECK (((state = ANY (ARRAY['SETTLED'::text, 'REVERSED'::text])) <= ((reference IS NOT NULL) AND (settled_at IS NOT NULL))));
ALTER TABLE payout ADD CONSTRAINT payout_check1 CHECK (((state = 'FAILED'::text) <= (failure IS NOT NULL)));
ALTER TABLE payout ADD CONSTRAINT payout_entered_outcome_check CHECK ((entered_outcome = ANY (ARRAY['SETTLED'::text, 'FAILED'::text, 'REVERSED'::text, 'CANCELLED'::text])));
ALTER TABLE payout ADD CONSTRAINT payout_provider_check CHECK ((provider = ANY (ARRAY['OUTSIDE'::text, 'MANUAL'::text, 'WEBHOOK'::text, 'ALIPAY'::text, 'STRIPE'::text])));
ALTER TABLE payout ADD CONSTRAINT payout_state_check CHECK ((state = ANY (ARRAY['REQUESTED'::text, 'SENT'::text, 'UNKNOWN'::text, 'SETTLED'::text, 'FAILED'::text, 'REVERSED'::text, 'CANCELLED'::text])));
ALTER TABLE payout ADD CONSTRAINT payout_two_people CHECK (((confirmed_person IS NULL) OR (confirmed_person <> entered_person)));
ALTER TABLE payout ADD CONSTRAINT payout_merchant_id_leg_id_fkey FOREIGN KEY (merchant_id, leg_id) REFERENCES offer_leg(merchant_id, id);
ALTER TABLE payout ADD CONSTRAINT payout_merchant_id_offer_id_fkey FOREIGN KEY (merchant_id, offer_id) REFERENCES offer(merchant_id, id);
ALTER TABLE payout ADD CONSTRAINT payout_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES sales_order(merchant_id, id);
ALTER TABLE payout ADD CONSTRAINT payout_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE payout ADD CONSTRAINT payout_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE payout ADD CONSTRAINT payout_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE payout ADD CONSTRAINT payout_merchant_id_key_key UNIQUE (merchant_id, key);
ALTER TABLE payout ADD CONSTRAINT payout_merchant_id_leg_id_key UNIQUE (merchant_id, leg_id);
ALTER TABLE payout_attempt ADD CONSTRAINT payout_attempt_action_check CHECK ((action = ANY (ARRAY['SEND'::text, 'QUERY'::text, 'REPORT'::text])));
ALTER TABLE payout_attempt ADD CONSTRAINT payout_attempt_notification_id_check CHECK (((notification_id <> ''::text) AND (length(notification_id) <= 255)));
ALTER TABLE payout_attempt ADD CONSTRAINT payout_attempt_merchant_id_payout_id_fkey FOREIGN KEY (merchant_id, payout_id) REFERENCES payout(merchant_id, id);
ALTER TABLE payout_attempt ADD CONSTRAINT payout_attempt_pkey PRIMARY KEY (merchant_id, payout_id, number);
ALTER TABLE payout_route ADD CONSTRAINT payout_route_provider_check CHECK ((provider = ANY (ARRAY['OUTSIDE'::text, 'MANUAL'::text, 'WEBHOOK'::text, 'ALIPAY'::text, 'STRIPE'::text])));
ALTER TABLE payout_route ADD CONSTRAINT payout_route_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE payout_route ADD CONSTRAINT payout_route_pkey PRIMARY KEY (merchant_id, shop_id, provider);
ALTER TABLE payout_route ADD CONSTRAINT payout_route_merchant_id_notify_id_key UNIQUE (merchant_id, notify_id);
ALTER TABLE policy_pack ADD CONSTRAINT policy_pack_check CHECK ((((body ->> 'id'::text) = pack_id) AND ((body ->> 'version'::text) = version)));
ALTER TABLE policy_pack ADD CONSTRAINT policy_pack_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id);
ALTER TABLE policy_pack ADD CONSTRAINT policy_pack_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE policy_pack ADD CONSTRAINT policy_pack_merchant_id_pack_id_version_key UNIQUE (merchant_id, pack_id, version);
ALTER TABLE process_definition ADD CONSTRAINT process_definition_version_check CHECK ((version > 0));
ALTER TABLE process_definition ADD CONSTRAINT process_definition_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id);
ALTER TABLE process_definition ADD CONSTRAINT process_definition_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE process_definition ADD CONSTRAINT process_definition_merchant_id_name_version_key UNIQUE (merchant_id, name, version);
ALTER TABLE promise ADD CONSTRAINT promise_by_policy CHECK (((time_from <> 'POLICY'::text) OR ((kind = 'REPLY'::text) AND (message_id IS NOT NULL) AND (NOT agreed_by_customer))));
ALTER TABLE promise ADD CONSTRAINT promise_kind_check CHECK ((kind = ANY (ARRAY['REPLY'::text, 'CALLBACK'::text, 'DEED'::text])));
ALTER TABLE promise ADD CONSTRAINT promise_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'KEPT'::text, 'BROKEN'::text, 'RENEGOTIATED'::text])));
ALTER TABLE promise ADD CONSTRAINT promise_time_from_check CHECK ((time_from = ANY (ARRAY['SENDER'::text, 'TEXT'::text, 'POLICY'::text])));
ALTER TABLE promise ADD CONSTRAINT promise_merchant_id_ended_by_message_id_fkey FOREIGN KEY (merchant_id, ended_by_message_id) REFERENCES message(merchant_id, id);
ALTER TABLE promise ADD CONSTRAINT promise_merchant_id_message_id_fkey FOREIGN KEY (merchant_id, message_id) REFERENCES message(merchant_id, id);
ALTER TABLE promise ADD CONSTRAINT promise_merchant_id_owner_id_fkey FOREIGN KEY (merchant_id, owner_id) REFERENCES member(merchant_id, id);
ALTER TABLE promise ADD CONSTRAINT promise_merchant_id_replaced_by_id_fkey FOREIGN KEY (merchant_id, replaced_by_id) REFERENCES promise(merchant_id, id);
ALTER TABLE promise ADD CONSTRAINT promise_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE promise ADD CONSTRAINT promise_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE reason ADD CONSTRAINT reason_freight_payer_check CHECK ((freight_payer = ANY (ARRAY['MERCHANT'::text, 'CUSTOMER'::text, 'BY_FINDING'::text, 'NONE'::text])));
ALTER TABLE reason ADD CONSTRAINT reason_kind_check CHECK ((kind = ANY (ARRAY['RETURN_EXCHANGE'::text, 'LOGISTICS'::text, 'COMPLAINT'::text])));
ALTER TABLE reason ADD CONSTRAINT reason_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE reason ADD CONSTRAINT reason_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE reason ADD CONSTRAINT reason_merchant_id_shop_id_kind_code_key UNIQUE (merchant_id, shop_id, kind, code);
ALTER TABLE recovery ADD CONSTRAINT recovery_amount_minor_check CHECK ((amount_minor > 0));
ALTER TABLE recovery ADD CONSTRAINT recovery_merchant_id_claim_id_fkey FOREIGN KEY (merchant_id, claim_id) REFERENCES recovery_claim(merchant_id, id);
ALTER TABLE recovery ADD CONSTRAINT recovery_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE recovery_claim ADD CONSTRAINT recovery_claim_against_check CHECK ((against = ANY (ARRAY['CARRIER'::text, 'SUPPLIER'::text, 'WAREHOUSE'::text, 'PLATFORM'::text])));
ALTER TABLE recovery_claim ADD CONSTRAINT recovery_claim_check CHECK (((recovered_minor >= 0) AND (recovered_minor <= claimed_minor)));
ALTER TABLE recovery_claim ADD CONSTRAINT recovery_claim_check1 CHECK (((state = ANY (ARRAY['REJECTED'::text, 'SETTLED'::text, 'ABANDONED'::text])) = (ended_at IS NOT NULL)));
ALTER TABLE recovery_claim ADD CONSTRAINT recovery_claim_check2 CHECK (((state = 'SETTLED'::text) <= (recovered_minor > 0)));
ALTER TABLE recovery_claim ADD CONSTRAINT recovery_claim_claimed_minor_check CHECK ((claimed_minor > 0));
ALTER TABLE recovery_claim ADD CONSTRAINT recovery_claim_state_check CHECK ((state = ANY (ARRAY['FILED'::text, 'AGREED'::text, 'REJECTED'::text, 'SETTLED'::text, 'ABANDONED'::text])));
ALTER TABLE recovery_claim ADD CONSTRAINT recovery_claim_merchant_id_finding_id_fkey FOREIGN KEY (merchant_id, finding_id) REFERENCES finding(merchant_id, id);
ALTER TABLE recovery_claim ADD CONSTRAINT recovery_claim_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE recovery_claim ADD CONSTRAINT recovery_claim_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE rule_table ADD CONSTRAINT rule_table_kind_check CHECK ((kind = ANY (ARRAY['FAULT'::text, 'LADDER'::text])));
ALTER TABLE rule_table ADD CONSTRAINT rule_table_version_check CHECK ((version > 0));
ALTER TABLE rule_table ADD CONSTRAINT rule_table_merchant_id_published_by_fkey FOREIGN KEY (merchant_id, published_by) REFERENCES member(merchant_id, id);
ALTER TABLE rule_table ADD CONSTRAINT rule_table_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE rule_table ADD CONSTRAINT rule_table_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE rule_table ADD CONSTRAINT rule_table_merchant_id_shop_id_kind_version_key UNIQUE (merchant_id, shop_id, kind, version);
ALTER TABLE sales_order ADD CONSTRAINT sales_order_coupon_minor_check CHECK ((coupon_minor >= 0));
ALTER TABLE sales_order ADD CONSTRAINT sales_order_discount_minor_check CHECK ((discount_minor >= 0));
ALTER TABLE sales_order ADD CONSTRAINT sales_order_free_freight_from_minor_check CHECK ((free_freight_from_minor > 0));
ALTER TABLE sales_order ADD CONSTRAINT sales_order_freight_minor_check CHECK ((freight_minor >= 0));
ALTER TABLE sales_order ADD CONSTRAINT sales_order_freight_waived_minor_check CHECK ((freight_waived_minor >= 0));
ALTER TABLE sales_order ADD CONSTRAINT sales_order_paid_minor_check CHECK ((paid_minor >= 0));
ALTER TABLE sales_order ADD CONSTRAINT sales_order_merchant_id_customer_id_fkey FOREIGN KEY (merchant_id, customer_id) REFERENCES customer(merchant_id, id);
ALTER TABLE sales_order ADD CONSTRAINT sales_order_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE sales_order ADD CONSTRAINT sales_order_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE sales_order ADD CONSTRAINT sales_order_merchant_id_shop_id_external_id_key UNIQUE (merchant_id, shop_id, external_id);
ALTER TABLE shop ADD CONSTRAINT shop_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id);
ALTER TABLE shop ADD CONSTRAINT shop_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE shop ADD CONSTRAINT shop_merchant_id_external_id_key UNIQUE (merchant_id, external_id);
ALTER TABLE shop_packs ADD CONSTRAINT shop_packs_version_check CHECK ((version > 0));
ALTER TABLE shop_packs ADD CONSTRAINT shop_packs_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE shop_packs ADD CONSTRAINT shop_packs_pkey PRIMARY KEY (merchant_id, shop_id, version);
ALTER TABLE sla_policy ADD CONSTRAINT sla_policy_version_check CHECK ((version > 0));
ALTER TABLE sla_policy ADD CONSTRAINT sla_policy_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id);
ALTER TABLE sla_policy ADD CONSTRAINT sla_policy_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE sla_policy ADD CONSTRAINT sla_policy_merchant_id_name_version_key UNIQUE (merchant_id, name, version);
ALTER TABLE statement ADD CONSTRAINT statement_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE statement ADD CONSTRAINT statement_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE statement_line ADD CONSTRAINT statement_line_check CHECK (((match = 'NONE'::text) = (payout_id IS NULL)));
ALTER TABLE statement_line ADD CONSTRAINT statement_line_match_check CHECK ((match = ANY (ARRAY['KEY'::text, 'REFERENCE'::text, 'AMOUNT_DIFFERS'::text, 'NONE'::text])));
ALTER TABLE statement_line ADD CONSTRAINT statement_line_merchant_id_payout_id_fkey FOREIGN KEY (merchant_id, payout_id) REFERENCES payout(merchant_id, id);
ALTER TABLE statement_line ADD CONSTRAINT statement_line_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE statement_line ADD CONSTRAINT statement_line_merchant_id_statement_id_fkey FOREIGN KEY (merchant_id, statement_id) REFERENCES bank_statement(merchant_id, id);
ALTER TABLE statement_line ADD CONSTRAINT statement_line_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE statement_line ADD CONSTRAINT statement_line_merchant_id_shop_id_reference_currency_amoun_key UNIQUE (merchant_id, shop_id, reference, currency, amount_minor);
ALTER TABLE task ADD CONSTRAINT task_cancel_reasoned CHECK (((state = 'CANCELLED'::text) = (cancel_reason IS NOT NULL)));
ALTER TABLE task ADD CONSTRAINT task_check CHECK (((state = 'OPEN'::text) = (ended_at IS NULL)));
ALTER TABLE task ADD CONSTRAINT task_check1 CHECK (((state = 'ANSWERED'::text) = (answer IS NOT NULL)));
ALTER TABLE task ADD CONSTRAINT task_department_check CHECK ((department = ANY (ARRAY['WAREHOUSE'::text, 'SUPPLIER'::text, 'CARRIER_DESK'::text, 'FINANCE'::text, 'OPERATIONS'::text, 'QUALITY'::text, 'LEGAL'::text])));
ALTER TABLE task ADD CONSTRAINT task_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'ANSWERED'::text, 'CANCELLED'::text])));
ALTER TABLE task ADD CONSTRAINT task_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE task ADD CONSTRAINT task_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE team ADD CONSTRAINT team_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE team ADD CONSTRAINT team_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE team ADD CONSTRAINT team_merchant_id_shop_id_name_key UNIQUE (merchant_id, shop_id, name);
ALTER TABLE ticket ADD CONSTRAINT ticket_check CHECK (((status = 'CLOSED'::text) = (closed_at IS NOT NULL)));
ALTER TABLE ticket ADD CONSTRAINT ticket_check1 CHECK (((status = 'CLOSED'::text) = (resolution IS NOT NULL)));
ALTER TABLE ticket ADD CONSTRAINT ticket_check2 CHECK (((status = 'ON_HOLD'::text) = (hold_reason IS NOT NULL)));
ALTER TABLE ticket ADD CONSTRAINT ticket_check3 CHECK (((respondent_id IS NULL) OR (assignee_id IS DISTINCT FROM respondent_id)));
ALTER TABLE ticket ADD CONSTRAINT ticket_emotion_check CHECK ((emotion = ANY (ARRAY['CALM'::text, 'UPSET'::text, 'ANGRY'::text])));
ALTER TABLE ticket ADD CONSTRAINT ticket_kind_check CHECK ((kind = ANY (ARRAY['RETURN_EXCHANGE'::text, 'LOGISTICS'::text, 'COMPLAINT'::text])));
ALTER TABLE ticket ADD CONSTRAINT ticket_opened_as_check CHECK ((opened_as = ANY (ARRAY['RETURN_EXCHANGE'::text, 'LOGISTICS'::text, 'COMPLAINT'::text])));
ALTER TABLE ticket ADD CONSTRAINT ticket_priority_check CHECK ((priority = ANY (ARRAY['LOW'::text, 'NORMAL'::text, 'HIGH'::text, 'URGENT'::text])));
ALTER TABLE ticket ADD CONSTRAINT ticket_resolution_check CHECK ((resolution = ANY (ARRAY['COMPLETED'::text, 'WITHDRAWN'::text, 'MERGED'::text])));
ALTER TABLE ticket ADD CONSTRAINT ticket_severity_check CHECK ((severity = ANY (ARRAY['MINOR'::text, 'NORMAL'::text, 'SEVERE'::text])));
ALTER TABLE ticket ADD CONSTRAINT ticket_source_check CHECK ((source = ANY (ARRAY['CUSTOMER'::text, 'AGENT'::text, 'PLATFORM'::text, 'WATCHER'::text])));
ALTER TABLE ticket ADD CONSTRAINT ticket_status_check CHECK ((status = ANY (ARRAY['OPEN'::text, 'ON_HOLD'::text, 'CLOSED'::text])));
ALTER TABLE ticket ADD CONSTRAINT ticket_version_check CHECK ((version > 0));
ALTER TABLE ticket ADD CONSTRAINT ticket_waiting_on_check CHECK ((waiting_on = ANY (ARRAY['US'::text, 'CUSTOMER'::text, 'PLATFORM'::text, 'CARRIER'::text, 'WAREHOUSE'::text, 'SUPPLIER'::text, 'NOBODY'::text])));
ALTER TABLE ticket ADD CONSTRAINT ticket_merchant_id_assignee_id_fkey FOREIGN KEY (merchant_id, assignee_id) REFERENCES member(merchant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_merchant_id_customer_id_fkey FOREIGN KEY (merchant_id, customer_id) REFERENCES customer(merchant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_merchant_id_definition_id_fkey FOREIGN KEY (merchant_id, definition_id) REFERENCES process_definition(merchant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_merchant_id_merged_into_id_fkey FOREIGN KEY (merchant_id, merged_into_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES sales_order(merchant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_merchant_id_policy_id_fkey FOREIGN KEY (merchant_id, policy_id) REFERENCES sla_policy(merchant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_merchant_id_respondent_id_fkey FOREIGN KEY (merchant_id, respondent_id) REFERENCES member(merchant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_merchant_id_shop_id_fkey FOREIGN KEY (merchant_id, shop_id) REFERENCES shop(merchant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_merchant_id_team_id_fkey FOREIGN KEY (merchant_id, team_id) REFERENCES team(merchant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_pkey PRIMARY KEY (merchant_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_merchant_id_number_key UNIQUE (merchant_id, number);
ALTER TABLE ticket_line ADD CONSTRAINT ticket_line_quantity_check CHECK ((quantity > 0));
ALTER TABLE ticket_line ADD CONSTRAINT ticket_line_merchant_id_order_line_id_fkey FOREIGN KEY (merchant_id, order_line_id) REFERENCES order_line(merchant_id, id);
ALTER TABLE ticket_line ADD CONSTRAINT ticket_line_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE ticket_line ADD CONSTRAINT ticket_line_pkey PRIMARY KEY (merchant_id, ticket_id, order_line_id);
ALTER TABLE ticket_link ADD CONSTRAINT ticket_link_check CHECK ((ticket_id <> target_id));
ALTER TABLE ticket_link ADD CONSTRAINT ticket_link_kind_check CHECK ((kind = ANY (ARRAY['DUPLICATE_OF'::text, 'CHILD_OF'::text, 'SAME_INCIDENT'::text])));
ALTER TABLE ticket_link ADD CONSTRAINT ticket_link_merchant_id_target_id_fkey FOREIGN KEY (merchant_id, target_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE ticket_link ADD CONSTRAINT ticket_link_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE ticket_link ADD CONSTRAINT ticket_link_pkey PRIMARY KEY (merchant_id, ticket_id, kind, target_id);
ALTER TABLE ticket_parcel ADD CONSTRAINT ticket_parcel_merchant_id_parcel_id_fkey FOREIGN KEY (merchant_id, parcel_id) REFERENCES parcel(merchant_id, id);
ALTER TABLE ticket_parcel ADD CONSTRAINT ticket_parcel_merchant_id_ticket_id_fkey FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket(merchant_id, id);
ALTER TABLE ticket_parcel ADD CONSTRAINT ticket_parcel_pkey PRIMARY KEY (merchant_id, ticket_id, parcel_id);

-- Indexes that back no constraint

CREATE INDEX absence_delegate ON public.absence USING btree (merchant_id, delegate_id, starts_at);
CREATE UNIQUE INDEX absence_disabled ON public.absence USING btree (merchant_id, member_id) WHERE ((kind = 'DISABLED'::text) AND (ends_at IS NULL));
CREATE INDEX absence_handover ON public.absence USING btree (starts_at, id) WHERE (handed_over_at IS NULL);
CREATE INDEX absence_member ON public.absence USING btree (merchant_id, member_id, starts_at);
CREATE UNIQUE INDEX api_key_id ON public.api_key USING btree (id);
CREATE UNIQUE INDEX approval_override_once ON public.approval_override USING btree (merchant_id, request_id) WHERE (confirmed_at IS NOT NULL);
CREATE INDEX approval_override_request ON public.approval_override USING btree (merchant_id, request_id);
CREATE INDEX approval_age ON public.approval_request USING btree (merchant_id, requested_at, id);
CREATE UNIQUE INDEX approval_one_granted ON public.approval_request USING btree (merchant_id, offer_id) WHERE (state = ANY (ARRAY['APPROVED'::text, 'OVERRIDDEN'::text]));
CREATE UNIQUE INDEX approval_one_pending ON public.approval_request USING btree (merchant_id, offer_id) WHERE (state = 'PENDING'::text);
CREATE INDEX approval_queue ON public.approval_request USING btree (merchant_id, due_at, id) WHERE (state = 'PENDING'::text);
CREATE INDEX approval_ticket ON public.approval_request USING btree (merchant_id, ticket_id);
CREATE INDEX attachment_ticket ON public.attachment USING btree (merchant_id, ticket_id, id);
CREATE INDEX budget_override_budget ON public.budget_override USING btree (merchant_id, budget_id, id);
CREATE INDEX changed_terms_due ON public.changed_terms USING btree (merchant_id, due_at);
CREATE INDEX chat_pickup_pace ON public.chat_pickup USING btree (merchant_id, shop_id, at);
CREATE INDEX clock_alarm ON public.clock USING btree (alarm_at, id) WHERE (alarm_at IS NOT NULL);
CREATE INDEX clock_alarm_of_merchant ON public.clock USING btree (merchant_id, alarm_at, id) WHERE (alarm_at IS NOT NULL);
CREATE UNIQUE INDEX clock_one_open ON public.clock USING btree (merchant_id, ticket_id, kind, subject) WHERE (state = ANY (ARRAY['RUNNING'::text, 'PAUSED'::text]));
CREATE INDEX clock_started ON public.clock USING btree (merchant_id, started_at, id);
CREATE INDEX clock_ticket ON public.clock USING btree (merchant_id, ticket_id);
CREATE UNIQUE INDEX clock_entry_breach ON public.clock_entry USING btree (merchant_id, clock_id) WHERE (type = 'BREACHED'::text);
CREATE INDEX clock_entry_paused ON public.clock_entry USING btree (merchant_id, at) WHERE (type = 'PAUSED'::text);
CREATE INDEX clock_firing_breach ON public.clock_firing USING btree (merchant_id, at, clock_id) WHERE (level = 0);
CREATE INDEX counter_offer_ticket ON public.counter_offer USING btree (merchant_id, ticket_id, id);
CREATE INDEX delegation_from ON public.delegation USING btree (merchant_id, from_member, ends_at);
CREATE INDEX delegation_to ON public.delegation USING btree (merchant_id, to_member, ends_at);
CREATE INDEX escalation_open ON public.escalation USING btree (merchant_id, ticket_id) WHERE (state = 'OPEN'::text);
CREATE UNIQUE INDEX event_once ON public.event USING btree (merchant_id, subject_id, once_key) WHERE (once_key IS NOT NULL);
CREATE INDEX finding_ticket ON public.finding USING btree (merchant_id, ticket_id, id);
CREATE INDEX goods_leg_out_waybill ON public.goods_leg USING btree (merchant_id, out_carrier, out_waybill) WHERE (out_waybill IS NOT NULL);
CREATE INDEX goods_leg_ticket ON public.goods_leg USING btree (merchant_id, ticket_id);
CREATE INDEX goods_leg_waybill ON public.goods_leg USING btree (merchant_id, carrier, waybill) WHERE (waybill IS NOT NULL);
CREATE INDEX idempotency_age ON public.idempotency USING btree (created_at) WHERE (operation <> ALL (ARRAY['MAKE_OFFER'::text, 'SEND_OFFER'::text, 'ACCEPT_OFFER'::text, 'REFUSE_OFFER'::text, 'FULFIL_LEG'::text, 'CANCEL_LEG'::text]));
CREATE INDEX ledger_movement_budget ON public.ledger_movement USING btree (merchant_id, budget_id, id) WHERE (budget_id IS NOT NULL);
CREATE INDEX ledger_movement_offer ON public.ledger_movement USING btree (merchant_id, offer_id);
CREATE INDEX ledger_movement_ticket ON public.ledger_movement USING btree (merchant_id, ticket_id);
CREATE INDEX leg_exchange_given_back ON public.leg_exchange USING btree (merchant_id, given_back_by) WHERE (given_back_by IS NOT NULL);
CREATE UNIQUE INDEX leg_exchange_paid_once ON public.leg_exchange USING btree (merchant_id, upper(payment_ref)) WHERE (payment_ref IS NOT NULL);
CREATE INDEX member_person ON public.member USING btree (merchant_id, person_id);
CREATE UNIQUE INDEX member_subject ON public.member USING btree (merchant_id, subject) WHERE (subject IS NOT NULL);
CREATE INDEX merchant_ahead ON public.merchant USING btree (id) WHERE (sandbox AND (clock_offset > '00:00:00'::interval));
CREATE UNIQUE INDEX message_external ON public.message USING btree (merchant_id, ticket_id, external_id) WHERE (external_id IS NOT NULL);
CREATE INDEX message_ticket ON public.message USING btree (merchant_id, ticket_id, at, id);
CREATE INDEX notification_list ON public.notification USING btree (merchant_id, member_id, id) WHERE (state = 'SHOWN'::text);
CREATE INDEX notification_ticket ON public.notification USING btree (merchant_id, ticket_id);
CREATE UNIQUE INDEX notification_unread ON public.notification USING btree (merchant_id, member_id, ticket_id, level) WHERE ((read_at IS NULL) AND (state <> 'DROPPED'::text));
CREATE INDEX offer_accepted ON public.offer USING btree (merchant_id, decided_at) WHERE (state = 'ACCEPTED'::text);
CREATE UNIQUE INDEX offer_one_open ON public.offer USING btree (merchant_id, ticket_id) WHERE (state = ANY (ARRAY['DRAFT'::text, 'SENT'::text]));
CREATE INDEX offer_order ON public.offer USING btree (merchant_id, order_id) WHERE (order_id IS NOT NULL);
CREATE INDEX offer_ticket ON public.offer USING btree (merchant_id, ticket_id, id);
CREATE INDEX offer_authority_age ON public.offer_authority USING btree (merchant_id, at, offer_id);
CREATE INDEX offer_authority_customer ON public.offer_authority USING btree (merchant_id, customer_id, at);
CREATE INDEX offer_leg_fulfilled ON public.offer_leg USING btree (merchant_id, ended_at) WHERE (state = 'FULFILLED'::text);
CREATE INDEX offer_leg_offer ON public.offer_leg USING btree (merchant_id, offer_id, "position");
CREATE UNIQUE INDEX offer_leg_proof_once ON public.offer_leg USING btree (merchant_id, type, upper(proof_ref), order_line_id) NULLS NOT DISTINCT WHERE (state = 'FULFILLED'::text);
CREATE INDEX offer_leg_ticket ON public.offer_leg USING btree (merchant_id, ticket_id);
CREATE INDEX offer_refund_line_line ON public.offer_refund_line USING btree (merchant_id, order_line_id);
CREATE INDEX parcel_order ON public.parcel USING btree (merchant_id, order_id);
CREATE INDEX payout_due ON public.payout USING btree (next_at, id) WHERE (next_at IS NOT NULL);
CREATE INDEX payout_reference ON public.payout USING btree (merchant_id, reference) WHERE (reference IS NOT NULL);
CREATE INDEX payout_state ON public.payout USING btree (merchant_id, state, id);
CREATE INDEX payout_ticket ON public.payout USING btree (merchant_id, ticket_id);
CREATE INDEX payout_unfulfilled ON public.payout USING btree (settled_at, id) WHERE ((state = 'SETTLED'::text) AND (fulfilled_at IS NULL));
CREATE UNIQUE INDEX payout_attempt_notification ON public.payout_attempt USING btree (merchant_id, payout_id, notification_id) WHERE (notification_id IS NOT NULL);
CREATE UNIQUE INDEX payout_route_in_force ON public.payout_route USING btree (merchant_id, shop_id) WHERE in_force;
CREATE UNIQUE INDEX promise_by_policy_once ON public.promise USING btree (merchant_id, ticket_id) WHERE ((time_from = 'POLICY'::text) AND (state = ANY (ARRAY['OPEN'::text, 'BROKEN'::text])));
CREATE INDEX promise_ticket ON public.promise USING btree (merchant_id, ticket_id, id);
CREATE INDEX recovery_claim_id ON public.recovery USING btree (merchant_id, claim_id, id);
CREATE UNIQUE INDEX recovery_once ON public.recovery USING btree (merchant_id, upper(ref));
CREATE INDEX recovery_claim_ticket ON public.recovery_claim USING btree (merchant_id, ticket_id, id);
CREATE INDEX sales_order_customer ON public.sales_order USING btree (merchant_id, customer_id);
CREATE INDEX statement_ticket ON public.statement USING btree (merchant_id, ticket_id, id);
CREATE INDEX statement_line_payout ON public.statement_line USING btree (merchant_id, payout_id) WHERE (payout_id IS NOT NULL);
CREATE INDEX statement_line_statement ON public.statement_line USING btree (merchant_id, statement_id, line);
CREATE INDEX task_ticket ON public.task USING btree (merchant_id, ticket_id, id);
CREATE INDEX ticket_age ON public.ticket USING btree (merchant_id, opened_at, id);
CREATE INDEX ticket_chat_queue ON public.ticket USING btree (merchant_id, shop_id, opened_at, id) WHERE ((status = 'OPEN'::text) AND (assignee_id IS NULL) AND (channel = 'CHAT'::text));
CREATE INDEX ticket_customer ON public.ticket USING btree (merchant_id, customer_id, opened_at);
CREATE UNIQUE INDEX ticket_external_ref ON public.ticket USING btree (merchant_id, shop_id, COALESCE(opened_as, kind), external_ref) WHERE (external_ref IS NOT NULL);
CREATE INDEX ticket_order ON public.ticket USING btree (merchant_id, order_id);
CREATE INDEX ticket_queue_assignee ON public.ticket USING btree (merchant_id, assignee_id, due_key, id) WHERE (status <> 'CLOSED'::text);
CREATE INDEX ticket_queue_due ON public.ticket USING btree (merchant_id, due_key, id) WHERE (status <> 'CLOSED'::text);
CREATE INDEX ticket_queue_priority ON public.ticket USING btree (merchant_id, priority_key, due_key, id) WHERE (status <> 'CLOSED'::text);
CREATE UNIQUE INDEX ticket_count_folded ON public.ticket_count USING btree (merchant_id, shop_id, kind, status, step) WHERE folded;
CREATE INDEX ticket_count_merchant ON public.ticket_count USING btree (merchant_id, shop_id);
CREATE INDEX ticket_count_unfolded ON public.ticket_count USING btree (folded) WHERE (NOT folded);
CREATE INDEX ticket_link_target ON public.ticket_link USING btree (merchant_id, target_id);

-- Triggers

CREATE TRIGGER append_only BEFORE DELETE ON public.approval_decision FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_redacted BEFORE UPDATE ON public.approval_decision FOR EACH ROW WHEN (((new.reason <> '[Redacted / 内容已删除]'::text) OR ((to_jsonb(old.*) - 'reason'::text) <> (to_jsonb(new.*) - 'reason'::text)))) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_redacted BEFORE UPDATE OF reason, confirmed_reason ON public.approval_override FOR EACH ROW WHEN ((((old.reason IS NOT NULL) AND (new.reason IS DISTINCT FROM old.reason) AND (new.reason IS DISTINCT FROM '[Redacted / 内容已删除]'::text)) OR ((old.confirmed_reason IS NOT NULL) AND (new.confirmed_reason IS DISTINCT FROM old.confirmed_reason) AND (new.confirmed_reason IS DISTINCT FROM '[Redacted / 内容已删除]'::text)))) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_request BEFORE UPDATE ON public.approval_request FOR EACH ROW WHEN ((((old.state <> 'PENDING'::text) AND ((to_jsonb(old.*) - '{note,ended_note}'::text[]) <> (to_jsonb(new.*) - '{note,ended_note}'::text[]))) OR ((((((old.digest IS DISTINCT FROM new.digest) OR (old.chain IS DISTINCT FROM new.chain)) OR (old.requester_person IS DISTINCT FROM new.requester_person)) OR (old.editor_person IS DISTINCT FROM new.editor_person)) OR (old.offer_id IS DISTINCT FROM new.offer_id)) OR (old.goodwill_minor IS DISTINCT FROM new.goodwill_minor)))) EXECUTE FUNCTION keep_request();
CREATE TRIGGER only_redacted BEFORE UPDATE OF note, ended_note ON public.approval_request FOR EACH ROW WHEN ((((old.note IS NOT NULL) AND (new.note IS DISTINCT FROM old.note) AND (new.note IS DISTINCT FROM '[Redacted / 内容已删除]'::text)) OR ((old.ended_note IS NOT NULL) AND (new.ended_note IS DISTINCT FROM old.ended_note) AND (new.ended_note IS DISTINCT FROM '[Redacted / 内容已删除]'::text)))) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER claimed_once BEFORE UPDATE ON public.attachment FOR EACH ROW WHEN (((old.redacted_at IS NOT NULL) OR ((new.redacted_at IS NULL) AND ((old.message_id IS NOT NULL) OR (new.name <> old.name))) OR ((new.redacted_at IS NOT NULL) AND (new.message_id IS DISTINCT FROM old.message_id)))) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.attachment FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_published BEFORE UPDATE ON public.authority_policy FOR EACH ROW WHEN ((old.published_at IS NOT NULL)) EXECUTE FUNCTION keep_published();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.budget_override FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_published BEFORE DELETE OR UPDATE ON public.calendar_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.clock_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.clock_firing FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_redacted BEFORE UPDATE OF note ON public.counter_offer FOR EACH ROW WHEN (((old.note IS NOT NULL) AND (new.note IS DISTINCT FROM old.note) AND (new.note IS DISTINCT FROM '[Redacted / 内容已删除]'::text))) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.duty_roster FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.escalation_level FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.escalation_rules FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_all BEFORE TRUNCATE ON public.event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_newer_observation BEFORE UPDATE ON public.external_deadline FOR EACH ROW WHEN (((old.observed_version IS NOT NULL) AND ((new.observed_version IS NULL) OR (new.observed_version < old.observed_version) OR ((new.source = 'PLATFORM'::text) AND (new.observed_version = old.observed_version))))) EXECUTE FUNCTION keep_newer_observation();
CREATE TRIGGER only_redacted BEFORE UPDATE OF cause, corrective_action, override_reason, dispute ON public.finding FOR EACH ROW WHEN ((((old.cause IS NOT NULL) AND (new.cause IS DISTINCT FROM old.cause) AND (new.cause IS DISTINCT FROM '[Redacted / 内容已删除]'::text)) OR ((old.corrective_action IS NOT NULL) AND (new.corrective_action IS DISTINCT FROM old.corrective_action) AND (new.corrective_action IS DISTINCT FROM '[Redacted / 内容已删除]'::text)) OR ((old.override_reason IS NOT NULL) AND (new.override_reason IS DISTINCT FROM old.override_reason) AND (new.override_reason IS DISTINCT FROM '[Redacted / 内容已删除]'::text)) OR ((old.dispute IS NOT NULL) AND (new.dispute IS DISTINCT FROM old.dispute) AND (new.dispute IS DISTINCT FROM '[Redacted / 内容已删除]'::text)))) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_redacted BEFORE UPDATE OF return_address ON public.goods_leg FOR EACH ROW WHEN (((old.return_address IS NOT NULL) AND (new.return_address IS DISTINCT FROM old.return_address) AND (new.return_address IS DISTINCT FROM '[Redacted / 内容已删除]'::text))) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_published BEFORE DELETE OR UPDATE ON public.holiday_year FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.ledger_movement FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_all BEFORE TRUNCATE ON public.ledger_movement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE CONSTRAINT TRIGGER ledger_balances AFTER INSERT ON public.ledger_movement DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_movement_balances();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.ledger_posting FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_all BEFORE TRUNCATE ON public.ledger_posting FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE CONSTRAINT TRIGGER ledger_balances AFTER INSERT ON public.ledger_posting DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_movement_balances();
CREATE TRIGGER only_redacted BEFORE UPDATE OF missing, note ON public.leg_unit FOR EACH ROW WHEN ((((old.missing IS NOT NULL) AND (new.missing IS DISTINCT FROM old.missing) AND (new.missing IS DISTINCT FROM '[Redacted / 内容已删除]'::text)) OR ((old.note IS NOT NULL) AND (new.note IS DISTINCT FROM old.note) AND (new.note IS DISTINCT FROM '[Redacted / 内容已删除]'::text)))) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sandbox_for_good BEFORE UPDATE OF sandbox ON public.merchant FOR EACH ROW WHEN ((new.sandbox <> old.sandbox)) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE ON public.message FOR EACH ROW EXECUTE FUNCTION only_redaction();
CREATE TRIGGER never_deleted BEFORE DELETE ON public.message FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_redacted BEFORE UPDATE OF summary, decision_note, refusal_alternative ON public.offer FOR EACH ROW WHEN ((((old.summary IS NOT NULL) AND (new.summary IS DISTINCT FROM old.summary) AND (new.summary IS DISTINCT FROM '[Redacted / 内容已删除]'::text)) OR ((old.decision_note IS NOT NULL) AND (new.decision_note IS DISTINCT FROM old.decision_note) AND (new.decision_note IS DISTINCT FROM '[Redacted / 内容已删除]'::text)) OR ((old.refusal_alternative IS NOT NULL) AND (new.refusal_alternative IS DISTINCT FROM old.refusal_alternative) AND (new.refusal_alternative IS DISTINCT FROM '[Redacted / 内容已删除]'::text)))) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_redacted BEFORE UPDATE OF note, ended_note ON public.offer_leg FOR EACH ROW WHEN ((((old.note IS NOT NULL) AND (new.note IS DISTINCT FROM old.note) AND (new.note IS DISTINCT FROM '[Redacted / 内容已删除]'::text)) OR ((old.ended_note IS NOT NULL) AND (new.ended_note IS DISTINCT FROM old.ended_note) AND (new.ended_note IS DISTINCT FROM '[Redacted / 内容已删除]'::text)))) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decided_once BEFORE UPDATE ON public.payout FOR EACH ROW EXECUTE FUNCTION refuse_payout_rewrite();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.policy_pack FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_published BEFORE UPDATE ON public.process_definition FOR EACH ROW WHEN ((old.published_at IS NOT NULL)) EXECUTE FUNCTION keep_published();
CREATE TRIGGER only_redacted BEFORE UPDATE OF what ON public.promise FOR EACH ROW WHEN (((new.what <> old.what) AND (new.what <> '[Redacted / 内容已删除]'::text))) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_redacted BEFORE UPDATE OF note ON public.recovery_claim FOR EACH ROW WHEN (((old.note IS NOT NULL) AND (new.note IS DISTINCT FROM old.note) AND (new.note IS DISTINCT FROM '[Redacted / 内容已删除]'::text))) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.shop_packs FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_published BEFORE UPDATE ON public.sla_policy FOR EACH ROW WHEN ((old.published_at IS NOT NULL)) EXECUTE FUNCTION keep_published();
CREATE TRIGGER only_redacted BEFORE UPDATE ON public.statement FOR EACH ROW WHEN ((new.text <> '[Redacted / 内容已删除]'::text)) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_redacted BEFORE UPDATE OF question, answer, cancel_reason ON public.task FOR EACH ROW WHEN ((((old.question IS NOT NULL) AND (new.question IS DISTINCT FROM old.question) AND (new.question IS DISTINCT FROM '[Redacted / 内容已删除]'::text)) OR ((old.answer IS NOT NULL) AND (new.answer IS DISTINCT FROM old.answer) AND (new.answer IS DISTINCT FROM '[Redacted / 内容已删除]'::text)) OR ((old.cancel_reason IS NOT NULL) AND (new.cancel_reason IS DISTINCT FROM old.cancel_reason) AND (new.cancel_reason IS DISTINCT FROM '[Redacted / 内容已删除]'::text)))) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER keep_stated_reason BEFORE UPDATE OF stated_reason_code, stated_reason_text, problem, subject ON public.ticket FOR EACH ROW WHEN ((((old.stated_reason_code IS DISTINCT FROM new.stated_reason_code) AND (old.kind = new.kind)) OR ((old.stated_reason_text IS DISTINCT FROM new.stated_reason_text) AND (new.stated_reason_text IS DISTINCT FROM '[Redacted / 内容已删除]'::text)) OR ((old.problem <> new.problem) AND (new.problem <> '[Redacted / 内容已删除]'::text)) OR ((old.subject <> new.subject) AND (new.subject <> '[Redacted / 内容已删除]'::text)))) EXECUTE FUNCTION keep_stated_reason();

-- Row security

ALTER TABLE absence ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE agent_profile ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE api_key ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE approval_decision ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE approval_override ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE approval_request ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE assignment_setting ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE assignment_wait ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE attachment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE authority_policy ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE authority_total ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE bank_statement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE budget ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE budget_override ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE calendar ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE calendar_version ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE changed_terms ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE chat_pickup ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE clock ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE clock_entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE clock_firing ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE counter_offer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE customer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE customer_person ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE delegation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE duty_roster ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE escalation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE escalation_level ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE escalation_rules ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE external_deadline ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE finding ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE goods_leg ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE holiday_year ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE idempotency ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger_movement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger_posting ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE leg_exchange ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE leg_unit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE member ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE membership ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE merchant ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE message ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE migration DISABLE ROW LEVEL SECURITY;
ALTER TABLE notification ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE offer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE offer_authority ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE offer_leg ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE offer_refund_line ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE order_line ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE parcel ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE payment_reference ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE payout ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE payout_attempt ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE payout_route ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE policy_pack ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE process_definition ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE promise ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE reason ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE recovery ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE recovery_claim ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE rule_table ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE sales_order ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE shop ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE shop_packs ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE sla_policy ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE statement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE statement_line ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE task ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE team ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE ticket ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE ticket_count ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE ticket_line ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE ticket_link ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE ticket_parcel ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- Policies

CREATE POLICY merchant_only ON absence FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY worker_reads ON absence FOR SELECT TO amends_worker USING (true);
CREATE POLICY merchant_only ON agent_profile FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY key_lookup ON api_key FOR SELECT TO public USING ((CURRENT_USER = ( SELECT owner_of('api_key'::regclass) AS owner_of)));
CREATE POLICY merchant_only ON api_key FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON approval_decision FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON approval_override FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON approval_request FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON assignment_setting FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON assignment_wait FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY worker_reads ON assignment_wait FOR SELECT TO amends_worker USING (true);
CREATE POLICY merchant_only ON attachment FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON authority_policy FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON authority_total FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON bank_statement FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON budget FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON budget_override FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON calendar FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON calendar_version FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY worker_reads ON calendar_version FOR SELECT TO amends_worker USING (true);
CREATE POLICY merchant_only ON changed_terms FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY worker_reads ON changed_terms FOR SELECT TO amends_worker USING (true);
CREATE POLICY merchant_only ON chat_pickup FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON clock FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY worker_reads ON clock FOR SELECT TO amends_worker USING (true);
CREATE POLICY merchant_only ON clock_entry FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON clock_firing FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON counter_offer FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON customer FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON customer_person FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON delegation FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON duty_roster FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON escalation FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON escalation_level FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON escalation_rules FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON event FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON external_deadline FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON finding FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON goods_leg FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON holiday_year FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON idempotency FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY worker_sweeps ON idempotency FOR ALL TO amends_worker USING (true);
CREATE POLICY merchant_only ON ledger_movement FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON ledger_posting FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON leg_exchange FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON leg_unit FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON member FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON membership FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON merchant FOR ALL TO amends_app USING ((id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY provisioning ON merchant FOR INSERT TO public WITH CHECK ((CURRENT_USER = ( SELECT owner_of('merchant'::regclass) AS owner_of)));
CREATE POLICY worker_reads ON merchant FOR SELECT TO amends_worker USING (true);
CREATE POLICY merchant_only ON message FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON notification FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON offer FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON offer_authority FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON offer_leg FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON offer_refund_line FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON order_line FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON parcel FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON payment_reference FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON payout FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY worker_reads ON payout FOR SELECT TO amends_worker USING (true);
CREATE POLICY merchant_only ON payout_attempt FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON payout_route FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON policy_pack FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON process_definition FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON promise FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON reason FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON recovery FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON recovery_claim FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON rule_table FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON sales_order FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON shop FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON shop_packs FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON sla_policy FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON statement FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON statement_line FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON task FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON team FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON ticket FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON ticket_count FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY worker_folds ON ticket_count FOR ALL TO amends_worker USING (true) WITH CHECK (true);
CREATE POLICY merchant_only ON ticket_line FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON ticket_link FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));
CREATE POLICY merchant_only ON ticket_parcel FOR ALL TO amends_app USING ((merchant_id = ( SELECT current_merchant() AS current_merchant))) WITH CHECK ((merchant_id = ( SELECT current_merchant() AS current_merchant)));

-- Rights on tables and columns

GRANT INSERT, SELECT, UPDATE ON absence TO amends_app;
GRANT SELECT ON absence TO amends_worker;
GRANT INSERT, SELECT, UPDATE ON agent_profile TO amends_app;
GRANT INSERT, SELECT, UPDATE ON api_key TO amends_app;
GRANT INSERT, SELECT, UPDATE (reason) ON approval_decision TO amends_app;
GRANT INSERT, SELECT, UPDATE ON approval_override TO amends_app;
GRANT INSERT, SELECT, UPDATE ON approval_request TO amends_app;
GRANT INSERT, SELECT, UPDATE ON assignment_setting TO amends_app;
GRANT DELETE, INSERT, SELECT ON assignment_wait TO amends_app;
GRANT SELECT ON assignment_wait TO amends_worker;
GRANT INSERT, SELECT, UPDATE (message_id), UPDATE (name), UPDATE (redacted_at) ON attachment TO amends_app;
GRANT INSERT, SELECT ON authority_policy TO amends_app;
GRANT INSERT, SELECT, UPDATE ON authority_total TO amends_app;
GRANT INSERT, SELECT ON bank_statement TO amends_app;
GRANT INSERT, SELECT, UPDATE ON budget TO amends_app;
GRANT INSERT, SELECT ON budget_override TO amends_app;
GRANT INSERT, SELECT ON calendar TO amends_app;
GRANT INSERT, SELECT ON calendar_version TO amends_app;
GRANT SELECT (calendar_id), SELECT (holidays_until), SELECT (merchant_id), SELECT (version) ON calendar_version TO amends_worker;
GRANT DELETE, INSERT, SELECT, UPDATE ON changed_terms TO amends_app;
GRANT SELECT (due_at), SELECT (merchant_id) ON changed_terms TO amends_worker;
GRANT INSERT, SELECT ON chat_pickup TO amends_app;
GRANT INSERT, SELECT, UPDATE ON clock TO amends_app;
GRANT SELECT ON clock TO amends_worker;
GRANT INSERT, SELECT ON clock_entry TO amends_app;
GRANT INSERT, SELECT ON clock_firing TO amends_app;
GRANT INSERT, SELECT, UPDATE (note) ON counter_offer TO amends_app;
GRANT INSERT, SELECT, UPDATE ON customer TO amends_app;
GRANT DELETE, INSERT, SELECT ON customer_person TO amends_app;
GRANT INSERT, SELECT, UPDATE ON delegation TO amends_app;
GRANT INSERT, SELECT ON duty_roster TO amends_app;
GRANT INSERT, SELECT, UPDATE ON escalation TO amends_app;
GRANT INSERT, SELECT ON escalation_level TO amends_app;
GRANT INSERT, SELECT ON escalation_rules TO amends_app;
GRANT INSERT, SELECT ON event TO amends_app;
GRANT INSERT, SELECT, UPDATE ON external_deadline TO amends_app;
GRANT INSERT, SELECT, UPDATE (cause), UPDATE (confirmed_at), UPDATE (confirmed_by), UPDATE (corrective_action), UPDATE (dispute), UPDATE (disputed_at), UPDATE (disputed_by), UPDATE (liability), UPDATE (override_reason) ON finding TO amends_app;
GRANT INSERT, SELECT, UPDATE ON goods_leg TO amends_app;
GRANT INSERT, SELECT ON holiday_year TO amends_app;
GRANT INSERT, SELECT, UPDATE ON idempotency TO amends_app;
GRANT DELETE, SELECT ON idempotency TO amends_worker;
GRANT INSERT, SELECT ON ledger_movement TO amends_app;
GRANT INSERT, SELECT ON ledger_posting TO amends_app;
GRANT INSERT, SELECT, UPDATE (given_back_by), UPDATE (paid_at), UPDATE (payment_ref), UPDATE (recorded_by) ON leg_exchange TO amends_app;
GRANT INSERT, SELECT, UPDATE (missing), UPDATE (note) ON leg_unit TO amends_app;
GRANT INSERT, SELECT, UPDATE ON member TO amends_app;
GRANT DELETE, INSERT, SELECT ON membership TO amends_app;
GRANT SELECT, UPDATE ON merchant TO amends_app;
GRANT SELECT ON merchant TO amends_worker;
GRANT INSERT, SELECT, UPDATE (body), UPDATE (redacted_at), UPDATE (redacted_by), UPDATE (redaction_reason), UPDATE (signals) ON message TO amends_app;
GRANT SELECT ON migration TO amends_app;
GRANT SELECT ON migration TO amends_worker;
GRANT INSERT, SELECT, UPDATE ON notification TO amends_app;
GRANT INSERT, SELECT, UPDATE ON offer TO amends_app;
GRANT INSERT, SELECT, UPDATE ON offer_authority TO amends_app;
GRANT INSERT, SELECT, UPDATE ON offer_leg TO amends_app;
GRANT INSERT, SELECT ON offer_refund_line TO amends_app;
GRANT INSERT, SELECT, UPDATE ON order_line TO amends_app;
GRANT INSERT, SELECT, UPDATE ON parcel TO amends_app;
GRANT INSERT, SELECT, UPDATE ON payment_reference TO amends_app;
GRANT INSERT, SELECT, UPDATE ON payout TO amends_app;
GRANT SELECT (fulfilled_at), SELECT (id), SELECT (merchant_id), SELECT (next_at), SELECT (settled_at), SELECT (state), SELECT (unknown_at) ON payout TO amends_worker;
GRANT INSERT, SELECT, UPDATE (answer), UPDATE (answered_at), UPDATE (outcome) ON payout_attempt TO amends_app;
GRANT INSERT, SELECT, UPDATE ON payout_route TO amends_app;
GRANT INSERT, SELECT ON policy_pack TO amends_app;
GRANT INSERT, SELECT, UPDATE ON process_definition TO amends_app;
GRANT INSERT, SELECT, UPDATE ON promise TO amends_app;
GRANT INSERT, SELECT, UPDATE ON reason TO amends_app;
GRANT INSERT, SELECT ON recovery TO amends_app;
GRANT INSERT, SELECT, UPDATE (ended_at), UPDATE (external_ref), UPDATE (note), UPDATE (recovered_minor), UPDATE (state) ON recovery_claim TO amends_app;
GRANT INSERT, SELECT ON rule_table TO amends_app;
GRANT INSERT, SELECT, UPDATE ON sales_order TO amends_app;
GRANT INSERT, SELECT, UPDATE ON shop TO amends_app;
GRANT INSERT, SELECT ON shop_packs TO amends_app;
GRANT INSERT, SELECT, UPDATE ON sla_policy TO amends_app;
GRANT INSERT, SELECT, UPDATE (text) ON statement TO amends_app;
GRANT INSERT, SELECT, UPDATE (match), UPDATE (payout_id) ON statement_line TO amends_app;
GRANT INSERT, SELECT, UPDATE ON task TO amends_app;
GRANT INSERT, SELECT, UPDATE ON team TO amends_app;
GRANT INSERT, SELECT, UPDATE ON ticket TO amends_app;
GRANT INSERT, SELECT ON ticket_count TO amends_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON ticket_count TO amends_worker;
GRANT DELETE, INSERT, SELECT ON ticket_line TO amends_app;
GRANT DELETE, INSERT, SELECT ON ticket_link TO amends_app;
GRANT DELETE, INSERT, SELECT ON ticket_parcel TO amends_app;

-- Rights on functions (none listed: everybody may execute)

GRANT EXECUTE ON merchant_of_api_key(uuid) TO amends_app;
GRANT EXECUTE ON protect(regclass,text,text) TO its owner only;
