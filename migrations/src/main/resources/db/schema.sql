-- The declared end state: what all steps in db/migration add up to. This is the file to read; the
-- steps are the way there. A test applies both and compares the catalogs, so a change needs a new
-- step and the same change here.

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
  -- Why health evaluation is suspended in this gateway; null while it is active.
  suspended_reason text
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

  -- Another live machine that wants the name, so that the gateway of the machine in charge can tell
  -- it.
  name_conflict_start_time bigint,
  name_conflict_at timestamptz,

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
    check (cordoned_at is not null or num_nonnulls(cordoned_by, cordoned_why) = 0),
  constraint workers_name_conflict_is_whole check ((name_conflict_at is null) = (name_conflict_start_time is null))
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

-- The latest heartbeat of each worker, apart from workers because it is written thousands of times
-- for each time a worker's record changes. Narrow, half-filled pages and no index but the key: an
-- update then stays on its page (HOT), and the table does not grow. Never index heartbeat_at.
create table heartbeats (
  worker text primary key references workers (name) on delete cascade,
  -- The registration in charge; a heartbeat of any other changes nothing.
  incarnation bigint not null,
  -- Null until the first good heartbeat of a worker that has just joined.
  heartbeat_at timestamptz,
  active_containers int not null,
  active_volumes int not null,
  -- Containers and volumes of health checks still to be seen on the worker.
  check_objects int not null,
  -- The first few containers of a draining worker, a name a line; null while it does not drain, so
  -- that the row stays narrow.
  container_names text,

  constraint heartbeats_counts_are_not_negative
    check (active_containers >= 0 and active_volumes >= 0 and check_objects >= 0),
  constraint heartbeats_container_names_are_bounded check (char_length(container_names) <= 2000)
) with (fillfactor = 50);

-- What happened to workers, oldest first. No foreign key to workers: the history outlives the row.
create table worker_events (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  worker text not null,
  kind text not null,
  -- Null on an event that moved no state.
  from_state worker_state,
  to_state worker_state,
  reason_code text not null,
  reason jsonb not null,
  actor text not null,
  incarnation bigint,
  -- No foreign key either: the gateway may be long gone.
  gateway_id uuid not null,
  -- Whose the worker was when it happened: a name may be another team's next, and the row that says
  -- whose it is may be gone. Empty for a worker of all teams; null where it was not noted, which only
  -- admins see.
  team text,

  constraint worker_events_reason_has_code
    check (coalesce(jsonb_typeof(reason -> 'code') = 'string', false)),
  constraint worker_events_reason_code_agrees check (reason_code = reason ->> 'code')
);

create index worker_events_worker_idx on worker_events (worker, id desc);

-- History that can be edited proves nothing. Deleting old rows (retention) is allowed.
create function worker_events_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'worker_events is append-only: % refused', tg_op
    using errcode = 'check_violation', table = 'worker_events',
      constraint = 'worker_events_append_only';
end
$$;

create trigger worker_events_append_only before update or truncate on worker_events
  for each statement execute function worker_events_append_only();

-- Tells listeners that there is something new to read; the payload is the event's id. Only here:
-- NOTIFY makes commits wait for each other, so never on anything as frequent as a heartbeat.
create function worker_events_notify() returns trigger language plpgsql as $$
begin
  perform pg_notify('tsa_events', new.id::text);
  return null;
end
$$;

create trigger worker_events_notify after insert on worker_events
  for each row execute function worker_events_notify();

-- Every deep check that was run, with what each step found. No foreign keys, as above.
create table checks (
  id bigint generated always as identity primary key,
  worker text not null,
  incarnation bigint not null,
  gateway_id uuid not null,
  kind text not null,
  ended_at timestamptz not null default clock_timestamp(),
  duration_ms int not null,
  verdict text not null,
  -- The step that decided the verdict, and why; null when every step passed.
  step text,
  cause text,
  detail text,
  steps jsonb not null,
  -- As in worker_events.
  team text,

  constraint checks_kind_is_known check (kind in ('admission', 'periodic', 'asked')),
  constraint checks_duration_is_not_negative check (duration_ms >= 0),
  constraint checks_verdict_is_known
    check (verdict in ('healthy', 'degraded', 'failing', 'saturated', 'inconclusive', 'unreachable')),
  -- A worker's error text is its own; it must not fill our disk.
  constraint checks_detail_is_bounded check (char_length(detail) <= 2000),
  constraint checks_steps_is_list check (jsonb_typeof(steps) = 'array')
);

create index checks_worker_idx on checks (worker, id desc);

-- The journal of objects that checks are about to create on workers. A row is written before the
-- object and deleted once the object is known to be gone, so that a crash leaves nothing behind
-- that nobody knows of.
create table residue (
  handle text primary key,
  worker text not null,
  incarnation bigint not null,
  gateway_id uuid not null,
  journalled_at timestamptz not null,
  destroy_after timestamptz not null,
  tries int not null default 0,
  last_tried_at timestamptz,
  last_problem text,

  -- Whatever is named here gets destroyed: only what a health check made may ever be named.
  constraint residue_handle_is_ours check (handle like 'health-check-%'),
  constraint residue_tries_is_not_negative check (tries >= 0)
);

create index residue_worker_idx on residue (worker);

-- A worker that is gone for good never has its handles struck off: they are dropped by age.
create index residue_journalled_idx on residue (journalled_at);

-- The retirements that the rules made, numbered without a gap over all gateways. Whoever retires
-- takes the next number; the second of two gateways that decided on the same picture of the fleet
-- finds it taken, and decides again. Outlives the workers' rows, so that neither pruning nor joining
-- again makes room under the rate limit. Only the newest are kept.
create table rule_retirements (
  number bigint primary key,
  made_at timestamptz not null,

  constraint rule_retirements_number_is_positive check (number > 0)
);

-- Logins. A token is shown once, to the person who logged in; what is kept is its hash, so that
-- nobody who reads this table can act as anybody. All gateways share it: a logout counts at all of
-- them at once.
create table access_tokens (
  token_hash text primary key,
  user_name text not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  -- Which password the login was made with: a hash of its bcrypt hash; null if that is not known.
  secret_fingerprint text,

  constraint access_tokens_hash_is_sha256 check (token_hash ~ '^[0-9a-f]{64}$'),
  constraint access_tokens_fingerprint_is_sha256 check (secret_fingerprint ~ '^[0-9a-f]{64}$'),
  constraint access_tokens_user_is_named check (char_length(user_name) between 1 and 100),
  constraint access_tokens_expire check (expires_at > issued_at)
);

create index access_tokens_user_idx on access_tokens (user_name, issued_at);
create index access_tokens_issued_idx on access_tokens (issued_at);
create index access_tokens_expiry_idx on access_tokens (expires_at);

-- What the ATC (Concourse's scheduler) was last told of each worker, and what it said. Outlives the
-- worker's row: what is forgotten here is still to be removed there, also after a crash and by
-- another gateway. So there is no foreign key.
create table atc_workers (
  worker text primary key,
  -- Null: a worker of no team, open to all.
  team text,
  -- The registration that the ATC was told of, and when its process started.
  incarnation bigint not null,
  start_time bigint not null,
  -- The revision of the worker's row that this was worked out from.
  revision bigint not null,
  state worker_state not null,
  garden_addr text,
  baggageclaim_url text,
  -- The state of the row there, 'gone' if there is none, 'unknown' if it has not said.
  word text not null,
  told_at timestamptz not null,

  -- There, a retired worker is one without a row.
  constraint atc_workers_state_is_theirs check (state <> 'retired'),
  constraint atc_workers_word_is_known
    check (word in ('running', 'stalled', 'landing', 'landed', 'retiring', 'gone', 'unknown')),
  constraint atc_workers_address_is_whole
    check ((garden_addr is null) = (baggageclaim_url is null))
) with (fillfactor = 70);
