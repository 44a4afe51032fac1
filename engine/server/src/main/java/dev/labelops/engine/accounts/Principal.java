package dev.labelops.engine.accounts;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * In whose name something is read, written or changed. Accounts see nothing of each other, so every
 * access to storage, labeling and identity names one.
 *
 * @param accountId 12 digits, as text because it may start with zero
 */
public record Principal(String accountId) {
  private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}):role/.+");

  /**
   * The account of an execution role.
   *
   * @throws IllegalArgumentException when the text is not the ARN of a role
   */
  public static Principal ofRole(String roleArn) {
    Matcher role = ROLE.matcher(roleArn);
    if (!role.matches()) {
      throw new IllegalArgumentException("not the ARN of a role: " + roleArn);
    }
    return new Principal(role.group(1));
  }
}
