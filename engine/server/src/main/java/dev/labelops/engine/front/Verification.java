package dev.labelops.engine.front;

/** The outcome of checking a request's signature. */
public sealed interface Verification {
  /**
   * The signature is right.
   *
   * @param service name of the service in the credential scope
   */
  record Verified(Caller caller, Signature signature, SigningKey key) implements Verification {}

  /**
   * The signature is missing or wrong.
   *
   * @param detail a sentence for the log and for services that say more than the code
   */
  record Refused(Reason reason, String detail) implements Verification {}

  /** Why a request is refused; each service has its own code for each. */
  enum Reason {
    /** No signature at all. */
    MISSING,
    /** Something looks like a signature but cannot be read. */
    MALFORMED,
    /** The access key is not known. */
    UNKNOWN_KEY,
    /** The session token is missing or another one. */
    WRONG_TOKEN,
    /** The key or the presigned address has ended. */
    EXPIRED,
    /** The request's time is more than 15 minutes away from the engine's. */
    SKEWED,
    /** The signature belongs to another request or another secret. */
    MISMATCH
  }
}
