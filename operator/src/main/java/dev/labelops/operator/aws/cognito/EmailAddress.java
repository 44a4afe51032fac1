package dev.labelops.operator.aws.cognito;

import java.util.Locale;

/**
 * A person's address. Compared without regard to case; does not print itself, so that no log, Event
 * or status shows one by accident.
 */
public record EmailAddress(String value) {
  @Override
  public boolean equals(Object other) {
    return other instanceof EmailAddress address && address.folded().equals(folded());
  }

  @Override
  public int hashCode() {
    return folded().hashCode();
  }

  @Override
  public String toString() {
    return "(address)";
  }

  private String folded() {
    return value.toLowerCase(Locale.ROOT);
  }
}
