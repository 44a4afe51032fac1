package dev.labelops.engine.cognito;

import dev.labelops.engine.front.Caller;

/** What a workforce needs of Cognito: whether what it names is there. */
public interface UserPoolDirectory {
  /** Whether the caller's account and region have this pool. */
  boolean hasPool(Caller caller, String userPoolId);

  boolean hasClient(String userPoolId, String clientId);

  boolean hasGroup(String userPoolId, String group);
}
