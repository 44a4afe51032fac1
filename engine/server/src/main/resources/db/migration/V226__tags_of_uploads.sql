-- The tags that a multipart upload brought along, as a Tagging document: its object gets them.
alter table multipart_upload add column tags text;
