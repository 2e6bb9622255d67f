-- The hosts with something owed, and when the first of it is due (a lease counts as waiting). A claim
-- looks at the due ones alone, however many others wait. Kept by triggers, so that nobody who writes
-- a delivery can forget it; a pending delivery is never deleted.
create table delivery_host (
  host text primary key,
  due_at integer not null
) strict, without rowid;

create index delivery_host_due on delivery_host (due_at);

insert into delivery_host (host, due_at)
  select host, min(due_at) from delivery where status = 'pending' group by host;

create trigger delivery_owed after insert on delivery when new.status = 'pending'
begin
  insert into delivery_host (host, due_at) values (new.host, new.due_at)
    on conflict (host) do update set due_at = min(due_at, excluded.due_at);
end;

create trigger delivery_moved after update of status, due_at on delivery
begin
  insert or replace into delivery_host (host, due_at)
    select host, due_at from delivery where status = 'pending' and host = new.host
      order by due_at limit 1;
end;

create trigger delivery_ended after update of status on delivery when new.status <> 'pending'
begin
  delete from delivery_host where host = new.host
    and not exists (select 1 from delivery where status = 'pending' and host = new.host);
end;
