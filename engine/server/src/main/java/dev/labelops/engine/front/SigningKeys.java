package dev.labelops.engine.front;

import java.util.Optional;

/** Where the front looks up the key that a request names. */
@FunctionalInterface
public interface SigningKeys {
  Optional<SigningKey> find(String accessKeyId);
}
