package dev.labelops.engine.portal;

/**
 * Who owns labeling jobs, and asks for them: an account of the engine.
 *
 * @param accountId 12 digits
 * @param holder what the owner's frame tickets are bound to: the hash of the session's token, or
 *     the account where a program asks without a session
 */
public record Owner(String accountId, String holder) {}
