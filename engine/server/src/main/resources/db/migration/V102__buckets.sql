create table bucket (
  name varchar(63) primary key,
  account_id varchar(12) not null,
  region varchar(32) not null,
  created_at timestamp with time zone not null
);

-- One document per bucket and sub-resource, as the client sent it: cors, tagging and the like.
create table bucket_document (
  bucket varchar(63) not null references bucket (name) on delete cascade,
  kind varchar(32) not null,
  document text not null,
  primary key (bucket, kind)
);
