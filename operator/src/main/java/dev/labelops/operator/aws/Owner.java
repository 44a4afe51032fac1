package dev.labelops.operator.aws;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The owner of an AWS resource: written as tags when it is created, read back before it is changed.
 * The UID is only for information; a recreated or restored object owns what its predecessor
 * created.
 *
 * @param installation names the operator installation
 * @param namespace of the Kubernetes object
 * @param name of the Kubernetes object
 * @param uid of the Kubernetes object
 */
public record Owner(String installation, String namespace, String name, String uid) {
  private static final String INSTALLATION = "labelops.dev/installation";
  private static final String NAMESPACE = "labelops.dev/namespace";
  private static final String NAME = "labelops.dev/name";
  private static final String UID = "labelops.dev/uid";

  /** The tags that say so. */
  public Map<String, String> tags() {
    return Map.of(INSTALLATION, installation, NAMESPACE, namespace, NAME, name, UID, uid);
  }

  /** The owner that the tags name; empty when they name none. */
  public static Optional<Owner> of(Map<String, String> tags) {
    return tags.keySet().containsAll(Set.of(INSTALLATION, NAMESPACE, NAME))
        ? Optional.of(
            new Owner(
                tags.get(INSTALLATION),
                tags.get(NAMESPACE),
                tags.get(NAME),
                tags.getOrDefault(UID, "")))
        : Optional.empty();
  }

  /** Whether both name the same namespace and name, in whatever installation. */
  public boolean sameObject(Owner other) {
    return namespace.equals(other.namespace) && name.equals(other.name);
  }

  /** Whether installation, namespace and name match. */
  public boolean owns(Map<String, String> tags) {
    return installation.equals(tags.get(INSTALLATION))
        && namespace.equals(tags.get(NAMESPACE))
        && name.equals(tags.get(NAME));
  }

  /** Whether exactly this Kubernetes object made it, not one of the same name before it. */
  public boolean made(Map<String, String> tags) {
    return owns(tags) && uid.equals(tags.get(UID));
  }

  /** Whether the tags name an owner at all. */
  public static boolean named(Map<String, String> tags) {
    return tags.containsKey(INSTALLATION);
  }

  /**
   * Distinguishes names of this owner from those of any other, the same after a restart or a
   * restore.
   *
   * @param length hexadecimal digits, at most 64
   */
  public String hash(int length) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  String.join("\n", installation, namespace, name)
                      .getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, length);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
