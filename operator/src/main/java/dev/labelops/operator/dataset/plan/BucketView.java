package dev.labelops.operator.dataset.plan;

import dev.labelops.groundtruth.Medium;
import dev.labelops.operator.aws.s3.CorsRule;
import java.util.List;
import java.util.Optional;

/**
 * A bucket as it was found.
 *
 * @param region empty when there is no such bucket
 * @param corsRules empty when they were not asked for
 * @param needed what browsers do with its objects
 */
public record BucketView(
    String name, Optional<String> region, Optional<List<CorsRule>> corsRules, Medium.Cors needed) {
  public boolean exists() {
    return region.isPresent();
  }

  public boolean lacksCors() {
    return corsRules.filter(rules -> !CorsRules.allowBrowsers(rules, needed)).isPresent();
  }

  /** Whether it was seen that browsers may read objects here, in the region. */
  public boolean serves(String wantedRegion, boolean ignoreCors) {
    return region.equals(Optional.of(wantedRegion))
        && (ignoreCors
            || corsRules.filter(rules -> CorsRules.allowBrowsers(rules, needed)).isPresent());
  }
}
