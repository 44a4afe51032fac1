-- A template may hold pictures; H2 ends a varchar at 1,048,576 characters.
ALTER TABLE labeling_job ALTER COLUMN template SET DATA TYPE TEXT;
