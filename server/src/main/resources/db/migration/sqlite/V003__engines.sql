-- How far the engine says the task is, in percent; null while it says nothing.
alter table task add column progress integer check (progress between 0 and 99);

-- The one engine that may draw it, when the operator tries that engine; null for all others.
alter table task add column engine text;

-- What the prompt became for engines that do not rewrite prompts themselves; null when as given.
alter table task add column rewritten_prompt text;

-- The job that a callback of the engine named for this attempt, whatever became of the answer to
-- the submit.
alter table task_attempt add column told_job text;

-- whose a job is, when the answer to another submit was lost
create index task_attempt_job on task_attempt (upstream_id) where upstream_id is not null;

-- what may be on a vendor's bill without a picture of ours
create index task_attempt_open on task_attempt (engine, state)
  where state in ('sending', 'accepted', 'unknown');

-- engines that the operator switched while the server ran
create table engine_mode (
  name text primary key,
  mode text not null check (mode in ('enabled', 'draining', 'disabled')),
  changed_at integer not null
) strict;
