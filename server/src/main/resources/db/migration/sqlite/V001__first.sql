-- Instants are epoch milliseconds, credits are thousandths, ids are text.

create table account (
  id text primary key,
  email text not null unique,
  name text not null,
  available integer not null check (available >= 0),
  held integer not null check (held >= 0),
  spent integer not null check (spent >= 0),
  granted integer not null,
  open_tasks integer not null check (open_tasks >= 0),
  hmac_key text not null,
  standard_secret text not null,
  previous_secret text,
  previous_until integer,
  created_at integer not null,
  check (available + held + spent = granted)
) strict;

create table api_key (
  id text primary key,
  account_id text not null references account (id),
  name text not null,
  hash blob not null unique,
  masked text not null,
  mode text not null check (mode in ('live', 'test')),
  scope text not null check (scope in ('member', 'admin')),
  models text not null,
  addresses text,
  created_at integer not null,
  revoked_at integer,
  last_used_at integer
) strict;

create index api_key_by_account on api_key (account_id);

create table task (
  id text primary key,
  account_id text not null references account (id),
  test integer not null,
  model text not null,
  input text not null,
  shots integer not null,
  unit_price integer not null,
  held integer not null,
  captured integer not null default 0,
  callback_url text,
  status text not null check (status in ('not_started', 'running', 'finished', 'failed')),
  reason text,
  -- when it may be claimed next; while leased, when the lease runs out
  due_at integer not null,
  lease_token text,
  deadline integer,
  created_at integer not null,
  started_at integer,
  finished_at integer
) strict;

create index task_due on task (due_at, lease_token) where status in ('not_started', 'running');
create unique index task_lease on task (lease_token) where lease_token is not null;
create index task_by_account on task (account_id, created_at, id);
create index task_ended on task (finished_at) where finished_at is not null;

create table ledger (
  id integer primary key,
  account_id text not null references account (id),
  kind text not null check (kind in ('grant', 'adjustment', 'hold', 'settle')),
  task_id text,
  amount integer not null,
  captured integer not null default 0,
  released integer not null default 0,
  note text not null default '',
  created_at integer not null
) strict;

-- one hold and one settlement per task, whatever goes wrong
create unique index ledger_once on ledger (task_id, kind) where task_id is not null;
create index ledger_by_account on ledger (account_id, id);

create table idempotency_key (
  account_id text not null,
  route text not null,
  key text not null,
  body_hash text not null,
  task_id text not null,
  created_at integer not null,
  primary key (account_id, route, key)
) strict;

create index idempotency_key_age on idempotency_key (created_at);

create table task_attempt (
  id text primary key,
  task_id text not null,
  shot integer not null,
  number integer not null,
  engine text not null,
  state text not null,
  upstream_id text,
  reason text,
  created_at integer not null,
  updated_at integer not null,
  unique (task_id, shot, number)
) strict;

create table task_file (
  task_id text not null,
  shot integer not null,
  token text not null unique,
  object_key text not null,
  format text not null,
  media_type text not null,
  extension text not null,
  size integer not null,
  sha256 text not null,
  width integer not null,
  height integer not null,
  label text not null,
  expires_at integer not null,
  deleted integer not null default 0,
  primary key (task_id, shot)
) strict;

create index task_file_expiry on task_file (expires_at) where deleted = 0;

create table delivery (
  id text primary key,
  task_id text not null unique,
  account_id text not null,
  url text not null,
  host text not null,
  body blob not null,
  status text not null check (status in ('pending', 'delivered', 'exhausted', 'gone')),
  attempt integer not null default 0,
  due_at integer not null,
  lease_token text,
  created_at integer not null,
  ended_at integer
) strict;

create index delivery_due on delivery (host, due_at) where status = 'pending';

create table delivery_attempt (
  delivery_id text not null,
  number integer not null,
  at integer not null,
  duration_ms integer not null,
  status_code integer,
  outcome text not null,
  detail text not null,
  excerpt text not null,
  primary key (delivery_id, number)
) strict;
