-- One private workforce per account and region.
create table workforce (
  account_id varchar(12) not null,
  region varchar(32) not null,
  name varchar(63) not null,
  arn varchar(256) not null,
  settings text not null,
  phase varchar(16) not null,
  phase_until timestamp with time zone,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  primary key (account_id, region)
);

create table workteam (
  arn varchar(256) primary key,
  account_id varchar(12) not null,
  region varchar(32) not null,
  name varchar(63) not null,
  settings text not null,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null
);
create index workteam_place on workteam (account_id, region);
