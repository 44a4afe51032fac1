package dev.labelops.engine.cognito.signin;

import dev.labelops.engine.cognito.signin.PasswordCheck.Guarded;
import dev.labelops.engine.cognito.signin.PasswordCheck.Guess;
import dev.labelops.engine.front.AttemptLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Counts failures with the secrets of others as those with passwords of users. */
public record GuardedSecrets(PasswordCheck passwords) implements AttemptLimit {
  @Override
  public Outcome check(String place, String name, String address, BooleanSupplier proof) {
    Guess<Boolean> guess =
        new Guess<>(
            SignInAttempt.of(place, name, Optional.of(address)),
            () -> Optional.of(true).filter(ignored -> proof.getAsBoolean()));
    return switch (passwords.guarded(List.of(guess))) {
      case Guarded.Right<Boolean> ignored -> new Outcome.Right();
      case Guarded.Wrong<Boolean> ignored -> new Outcome.Wrong();
      case Guarded.TooMany<Boolean>(Duration retryIn) -> new Outcome.TooMany(retryIn);
    };
  }
}
