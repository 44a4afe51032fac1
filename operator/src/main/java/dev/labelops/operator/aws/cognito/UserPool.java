package dev.labelops.operator.aws.cognito;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A user pool, as DescribeUserPool shows it.
 *
 * @param domain prefix of its hosted sign-in, or its custom domain
 * @param tags UserPoolTags
 * @param invitation AdminCreateUserConfig.InviteMessageTemplate
 * @param temporaryPasswordValidity Policies.PasswordPolicy.TemporaryPasswordValidityDays
 * @param emailIsAlias people sign in by e-mail, but their user name must be something else
 */
public record UserPool(
    String id,
    String arn,
    String name,
    Optional<String> domain,
    Map<String, String> tags,
    Optional<Invitation> invitation,
    Duration temporaryPasswordValidity,
    boolean emailIsAlias,
    Instant created) {

  /** Subject and text of an invitation; the text holds {@code {username}} and {@code {####}}. */
  public record Invitation(String subject, String message) {}

  /** DomainStatusType, as far as it matters. */
  public enum DomainState {
    ABSENT,
    PENDING,
    ACTIVE,
    FAILED
  }
}
