-- Sign-ins that failed, counted per name, per address, and per both where that name has signed in from
-- that address before. Ids are hashes: neither names nor addresses are kept.
create table sign_in_attempt (
  id varchar(64) primary key,
  name_id varchar(64),
  failures integer not null,
  blocked_until timestamp with time zone not null,
  known_until timestamp with time zone,
  forget_at timestamp with time zone not null
);
create index sign_in_attempt_forget on sign_in_attempt (forget_at);
create index sign_in_attempt_name on sign_in_attempt (name_id);

-- An invitation is kept first, sent then, and marked last.
alter table outbox_message add column delivered_at timestamp with time zone;
alter table outbox_message add column failure varchar(2048);
