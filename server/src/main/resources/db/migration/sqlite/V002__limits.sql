-- Credit limits of a key, 0 for none, and what its tasks of one UTC hour and one UTC day hold or
-- have captured. A window that begins again starts at zero with its first task.
alter table api_key add column hourly_limit integer not null default 0 check (hourly_limit >= 0);
alter table api_key add column daily_limit integer not null default 0 check (daily_limit >= 0);
alter table api_key add column hour_start integer not null default 0;
alter table api_key add column hour_used integer not null default 0 check (hour_used >= 0);
alter table api_key add column day_start integer not null default 0;
alter table api_key add column day_used integer not null default 0 check (day_used >= 0);

-- the key a task was submitted with; null for tasks older than this
alter table task add column key_id text;

-- keys are checked against this index alone, so that a revoked one costs the same as an unknown one
create unique index api_key_valid on api_key (hash) where revoked_at is null;

-- bytes of the pictures that are still there
alter table account add column stored_bytes integer not null default 0 check (stored_bytes >= 0);

update account set stored_bytes = coalesce(
  (select sum(f.size) from task_file f join task t on t.id = f.task_id
    where t.account_id = account.id and f.deleted = 0), 0);

-- tasks of one UTC day whose pictures of unknown outcome were released
alter table account add column unknown_day integer not null default 0;
alter table account add column unknown_released integer not null default 0 check (unknown_released >= 0);
