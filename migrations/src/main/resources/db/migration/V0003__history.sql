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

  constraint checks_kind_is_known check (kind in ('admission', 'periodic', 'asked')),
  constraint checks_duration_is_not_negative check (duration_ms >= 0),
  constraint checks_verdict_is_known
    check (verdict in ('healthy', 'degraded', 'failing', 'saturated', 'inconclusive', 'unreachable')),
  -- A worker's error text is its own; it must not fill our disk.
  constraint checks_detail_is_bounded check (char_length(detail) <= 2000),
  constraint checks_steps_is_list check (jsonb_typeof(steps) = 'array')
);

create index checks_worker_idx on checks (worker, id desc);
