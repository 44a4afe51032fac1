package dev.labelops.engine.portal;

import java.time.Instant;

/**
 * Somebody who is signed in to the portal.
 *
 * @param userPoolId pool of the sign-in
 * @param username Cognito's user name
 * @param sub the user's immutable id
 * @param expiresAt when to sign in again
 */
record Session(String userPoolId, String username, String sub, Instant expiresAt) {}
