package dev.labelops.engine.sts;

import dev.labelops.engine.EngineSettings.Key;
import dev.labelops.engine.front.SigV4;
import dev.labelops.engine.front.SigningKey;
import dev.labelops.engine.front.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every key that may sign: the configured ones, the temporary ones of AssumeRole, and one of the
 * engine's own for each account, with which it signs addresses for browsers. The engine's own keys
 * follow from a secret that only the database knows, so that an address is good after a restart and
 * at another replica, and no owner of a configured key can work one out.
 */
public final class AccountKeys implements SigningKeys {
  private static final String OWN = "ENGINE";

  private final Map<String, SigningKey> configured;
  private final TemporaryKeys temporary;
  private final String secret;

  /**
   * @param secret what the engine's own keys follow from; see {@link EngineSecret}
   */
  public AccountKeys(List<Key> keys, TemporaryKeys temporary, String secret) {
    this.configured =
        keys.stream()
            .map(
                key ->
                    SigningKey.permanent(key.accessKeyId(), key.secretAccessKey(), key.accountId()))
            .collect(Collectors.toUnmodifiableMap(SigningKey::accessKeyId, Function.identity()));
    this.temporary = temporary;
    this.secret = secret;
  }

  @Override
  public Optional<SigningKey> find(String accessKeyId) {
    return Optional.ofNullable(configured.get(accessKeyId))
        .or(() -> ownOf(accessKeyId))
        .or(() -> temporary.find(accessKeyId));
  }

  /** The engine's own key for an account. */
  public SigningKey own(String accountId) {
    String derived = SigV4.sign(secret.getBytes(StandardCharsets.UTF_8), OWN + accountId);
    return SigningKey.permanent(OWN + accountId, derived, accountId);
  }

  private Optional<SigningKey> ownOf(String accessKeyId) {
    return accessKeyId.matches(OWN + "\\d{12}")
        ? Optional.of(own(accessKeyId.substring(OWN.length())))
        : Optional.empty();
  }
}
