-- The six states of a worker. Four of them (landing, landed, retiring, retired) mean that somebody
-- or something asked the worker to drain.
create type worker_state as enum ('running', 'stalled', 'landing', 'landed', 'retiring', 'retired');

-- One number per registration, growing for ever and shared by all gateways, so that a late write of
-- an old registration can be told from the newest one without comparing clocks.
create sequence incarnation_seq as bigint;

-- The gateway processes that share this database.
create table gateways (
  id uuid primary key,
  host text not null,
  peer_address text not null,
  software text not null,
  started_at timestamptz not null,
  last_seen timestamptz not null,
  -- Why this gateway holds itself unfit to judge workers; null while it is fit.
  unfit_reason text
);

-- One row per worker name: the record that every rule is decided on. The rules live in Java; the
-- constraints below only guard what must hold whatever the rules are.
create table workers (
  name text primary key,
  -- The compare-and-set counter: every writer names the revision it read.
  revision bigint not null,

  state worker_state not null,
  since timestamptz not null,
  reason jsonb not null,
  -- The same code as in reason, as a column so that it can be counted and searched.
  reason_code text not null,

  -- The newest admitted registration.
  incarnation bigint not null,
  admitted_at timestamptz not null,
  -- Null when the gateway's row is gone: the worker outlives the process that held its session.
  gateway_id uuid references gateways (id) on delete set null,
  key_fingerprint text not null,
  registration jsonb not null,
  -- Null: a worker of no team, open to all.
  team text,
  platform text not null,
  tags text[] not null,
  version text not null,
  -- Seconds since 1970, as the worker sends it; tells one machine behind a name from the next. Not
  -- checked: a worker's odd word must not look like trouble with the database.
  start_time bigint not null,
  ephemeral boolean not null,

  -- Where other processes reach the worker; null also while no listener is offered.
  garden_addr text,
  baggageclaim_url text,

  drain_by text,
  drain_why text,
  drain_requested_at timestamptz,
  drain_deadline timestamptz,

  check_failures int not null default 0,
  failing_since timestamptz,
  last_check_at timestamptz,
  last_verdict text,
  -- Where and why the latest check went wrong; null when it did not.
  last_step text,
  last_cause text,
  last_detail text,

  retired_for_health boolean not null default false,
  quarantine_count int not null default 0,
  quarantine_until timestamptz,
  healthy_since timestamptz,

  cordoned_by text,
  cordoned_at timestamptz,
  cordoned_why text,

  -- The name is a path segment of the API and a word in log lines, so nothing that would need
  -- escaping there may be in it.
  constraint workers_name_is_plain
    check (char_length(name) between 1 and 255 and name !~ '[[:space:][:cntrl:]/?#%]'),
  constraint workers_revision_is_positive check (revision > 0),
  constraint workers_incarnation_is_positive check (incarnation > 0),
  -- A reason without a code could not be told from any other reason.
  constraint workers_reason_has_code
    check (coalesce(jsonb_typeof(reason -> 'code') = 'string', false)),
  constraint workers_reason_code_agrees check (reason_code = reason ->> 'code'),
  constraint workers_registration_is_object check (jsonb_typeof(registration) = 'object'),
  constraint workers_tags_are_words check (array_position(tags, null) is null),
  -- A draining state without a request could never say who asked; a request on a running worker
  -- would be an intention that nobody carries out.
  constraint workers_drain_matches_state
    check ((state in ('landing', 'landed', 'retiring', 'retired')) = (drain_requested_at is not null)),
  constraint workers_drain_details_need_request
    check (drain_requested_at is not null or num_nonnulls(drain_by, drain_why, drain_deadline) = 0),
  -- An address that stays behind sends builds to whatever listens there next.
  constraint workers_gone_has_no_address
    check (state not in ('landed', 'retired') or num_nonnulls(garden_addr, baggageclaim_url) = 0),
  constraint workers_check_failures_is_not_negative check (check_failures >= 0),
  -- "Broken" needs a number of failures and a length of time: neither is worth anything alone.
  constraint workers_failing_since_matches_failures
    check ((failing_since is not null) = (check_failures > 0)),
  constraint workers_last_verdict_is_known
    check (last_verdict in ('healthy', 'degraded', 'failing', 'saturated', 'inconclusive', 'unreachable')),
  constraint workers_quarantine_count_is_not_negative check (quarantine_count >= 0),
  constraint workers_cordon_details_need_cordon
    check (cordoned_at is not null or num_nonnulls(cordoned_by, cordoned_why) = 0)
)
-- Every check rewrites the row: the room left on each page keeps the new version beside the old one.
with (fillfactor = 70);

-- Deleting a gateway's row looks for its workers.
create index workers_gateway_idx on workers (gateway_id);

-- Two workers behind one address would get each other's builds. Whoever writes an address takes it
-- from every other row first, so that a stale row cannot keep a new worker out.
create unique index workers_garden_addr_key on workers (garden_addr);
create unique index workers_baggageclaim_url_key on workers (baggageclaim_url);

-- A constraint sees one row version only; that a number never goes back needs both, hence a trigger.
create function workers_guard() returns trigger language plpgsql as $$
begin
  if new.name <> old.name then
    raise exception 'worker %: a name is for ever, refused the change to %', old.name, new.name
      using errcode = 'check_violation', table = 'workers', constraint = 'workers_name_is_fixed';
  end if;
  if new.revision < old.revision then
    raise exception 'worker %: revision may only grow, refused % after %',
        old.name, new.revision, old.revision
      using errcode = 'check_violation', table = 'workers', constraint = 'workers_revision_grows';
  end if;
  if new.incarnation < old.incarnation then
    raise exception 'worker %: incarnation may only grow, refused % after %',
        old.name, new.incarnation, old.incarnation
      using errcode = 'check_violation', table = 'workers', constraint = 'workers_incarnation_grows';
  end if;
  return new;
end
$$;

create trigger workers_guard before update on workers
  for each row execute function workers_guard();
