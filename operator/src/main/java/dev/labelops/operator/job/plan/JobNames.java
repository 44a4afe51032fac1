package dev.labelops.operator.job.plan;

import dev.labelops.groundtruth.LabelAttributeName;
import dev.labelops.groundtruth.LabelAttributeName.RefSuffix;
import dev.labelops.groundtruth.ServiceLimits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names in AWS that follow from an object alone, so that a recreated or restored object finds its
 * job again.
 */
public final class JobNames {
  private static final int HASH_CHARACTERS = 12;
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  private JobNames() {}

  /**
   * LabelingJobName: a readable prefix and 12 characters of a hash of the arguments; or {@code
   * chosen}, with the attempt appended from the second on.
   *
   * @param chosen spec.jobName, or null
   */
  public static String jobName(
      String installation, String namespace, String name, String chosen, int run, int attempt) {
    if (chosen != null) {
      return attempt == 1 ? chosen : chosen + "-" + attempt;
    }
    byte[] hash = sha256(String.join("\n", installation, namespace, name, "" + run, "" + attempt));
    return readablePrefix(name) + base32(hash);
  }

  /**
   * The prefix of every derived name for objects of a name, in any namespace, run and installation.
   * Other objects may share it: it is cut, and dots become dashes.
   */
  public static String readablePrefix(String name) {
    return readable(name, ServiceLimits.MAX_JOB_NAME - HASH_CHARACTERS - 1) + "-";
  }

  /**
   * Whether a labeling job of this name may have been created for an object of that name; its tags
   * prove it.
   *
   * @param chosen spec.jobName, or null
   */
  public static boolean mayBeOf(String jobName, String name, String chosen) {
    boolean derived =
        jobName.matches(
            "(?i)" + Pattern.quote(readablePrefix(name)) + "[a-z2-7]{" + HASH_CHARACTERS + "}");
    return derived
        || chosen != null && jobName.matches("(?i)" + Pattern.quote(chosen) + "(-[1-9][0-9]*)?");
  }

  /**
   * LabelAttributeName when the user gave none: the object's name, kept clear of the endings and
   * words that Ground Truth reserves, and with the ending that it requires (ground-truth-reference
   * 3.5).
   */
  static String labelAttributeName(String name, RefSuffix refSuffix) {
    String attribute = readable(name, 120);
    if (refSuffix == RefSuffix.Required && !attribute.endsWith(LabelAttributeName.REF_SUFFIX)) {
      attribute += LabelAttributeName.REF_SUFFIX;
    }
    RefSuffix checked = refSuffix == RefSuffix.Any ? RefSuffix.Forbidden : refSuffix;
    Optional<LabelAttributeName.Violation> broken =
        LabelAttributeName.violation(attribute, checked);
    return broken.isEmpty()
        ? attribute
        : refSuffix == RefSuffix.Required ? "label-" + attribute : attribute + "-label";
  }

  /** Lower-case hex of the SHA-256 of the text's UTF-8 bytes. */
  public static String sha256Hex(String text) {
    return HexFormat.of().formatHex(sha256(text));
  }

  private static String readable(String name, int longest) {
    String dashes = name.replaceAll("[^a-zA-Z0-9]+", "-");
    String cut = dashes.substring(0, Math.min(dashes.length(), longest));
    return cut.replaceAll("^-+|-+$", "");
  }

  private static String base32(byte[] hash) {
    StringBuilder text = new StringBuilder(HASH_CHARACTERS);
    long bits = 0;
    for (int i = 0; i < 8; i++) {
      bits = bits << 8 | hash[i] & 0xff;
    }
    for (int i = 0; i < HASH_CHARACTERS; i++) {
      text.append(BASE32.charAt((int) (bits >>> 59)));
      bits <<= 5;
    }
    return text.toString();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
