package dev.labelops.operator.manifest;

import java.util.List;

/**
 * The outcome of checking a manifest's lines.
 *
 * @param lines good and bad ones; when {@code tooMany}, those that were read
 * @param tooMany it has more lines than one labeling job takes; the rest was not read
 * @param duplicates lines whose source-ref an earlier line has
 * @param buckets of the source-refs, sorted, at most {@link ManifestValidator#MOST_BUCKETS}
 * @param sha256 of all bytes, lower-case hex; of no use when {@code tooMany}
 */
public record ManifestInspection(
    long lines,
    boolean tooMany,
    Rejections rejections,
    long duplicates,
    List<String> buckets,
    String sha256) {}
