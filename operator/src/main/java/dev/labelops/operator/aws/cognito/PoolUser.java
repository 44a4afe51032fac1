package dev.labelops.operator.aws.cognito;

import java.time.Instant;

/**
 * A person in a user pool.
 *
 * @param username Cognito's user name: a UUID where people sign in by e-mail
 * @param email empty text when the person has none
 * @param mark what whoever invited the person left in the attribute {@code profile}; empty text
 *     when there is none
 * @param invited FORCE_CHANGE_PASSWORD: has a temporary password and has never signed in
 * @param created UserCreateDate: when the first invitation was sent
 * @param modified UserLastModifiedDate: for someone invited, when the last one was sent
 */
public record PoolUser(
    String username,
    EmailAddress email,
    String mark,
    boolean enabled,
    boolean invited,
    Instant created,
    Instant modified) {
  /** Without the user name: it may be an address. */
  @Override
  public String toString() {
    return "PoolUser[enabled=" + enabled + ", invited=" + invited + "]";
  }
}
