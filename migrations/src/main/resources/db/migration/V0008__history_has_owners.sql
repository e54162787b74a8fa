-- Whose the worker was when it happened: a name may be another team's next, and the row that says
-- whose it is may be gone. Empty for a worker of all teams. Null where it was not noted, as in all
-- rows from before this step: only admins see those.
alter table worker_events add column team text;
alter table checks add column team text;
