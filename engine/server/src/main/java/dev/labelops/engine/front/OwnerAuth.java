package dev.labelops.engine.front;

import dev.labelops.engine.EngineSettings.Key;
import io.javalin.http.Context;
import io.javalin.security.BasicAuthCredentials;
import java.util.List;

/**
 * Who may use the owner's part of {@code /_labelops/}: an engine key and its secret, HTTP Basic.
 */
public final class OwnerAuth {
  private final List<Key> keys;

  public OwnerAuth(List<Key> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * The account of the caller.
   *
   * @throws AwsError 401 {@code NotSignedIn} without a known key
   */
  public String requireOwner(Context context) {
    BasicAuthCredentials given = context.basicAuthCredentials();
    return keys.stream()
        .filter(key -> given != null && matches(key, given))
        .findFirst()
        .map(Key::accountId)
        .orElseThrow(() -> FrontErrors.NOT_SIGNED_IN.of());
  }

  private static boolean matches(Key key, BasicAuthCredentials given) {
    return key.accessKeyId().equals(given.getUsername())
        && SigV4.same(key.secretAccessKey(), given.getPassword());
  }
}
