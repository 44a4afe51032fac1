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
 * follow from the configured ones, so that an address is good after a restart and at another
 * replica.
 */
public final class AccountKeys implements SigningKeys {
  private static final String OWN = "ENGINE";

  private final Map<String, SigningKey> configured;
  private final TemporaryKeys temporary;
  private final String commonSecret;

  public AccountKeys(List<Key> keys, TemporaryKeys temporary) {
    this.configured =
        keys.stream()
            .map(
                key ->
                    SigningKey.permanent(key.accessKeyId(), key.secretAccessKey(), key.accountId()))
            .collect(Collectors.toUnmodifiableMap(SigningKey::accessKeyId, Function.identity()));
    this.temporary = temporary;
    this.commonSecret =
        keys.stream()
            .map(key -> key.accessKeyId() + ":" + key.secretAccessKey())
            .sorted()
            .collect(Collectors.joining(","));
  }

  @Override
  public Optional<SigningKey> find(String accessKeyId) {
    return Optional.ofNullable(configured.get(accessKeyId))
        .or(() -> ownOf(accessKeyId))
        .or(() -> temporary.find(accessKeyId));
  }

  /** The engine's own key for an account. */
  public SigningKey own(String accountId) {
    String secret =
        SigV4.sha256((OWN + accountId + "," + commonSecret).getBytes(StandardCharsets.UTF_8));
    return SigningKey.permanent(OWN + accountId, secret, accountId);
  }

  private Optional<SigningKey> ownOf(String accessKeyId) {
    return accessKeyId.matches(OWN + "\\d{12}")
        ? Optional.of(own(accessKeyId.substring(OWN.length())))
        : Optional.empty();
  }
}
