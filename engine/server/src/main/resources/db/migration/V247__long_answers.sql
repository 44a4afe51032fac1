-- A mask is an image within the answer; H2 ends a varchar at 1,048,576 characters.
ALTER TABLE labeling_task ALTER COLUMN answer SET DATA TYPE TEXT;
