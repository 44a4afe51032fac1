package dev.labelops.engine.cognito.signin;

import dev.labelops.engine.front.ClientAddress;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Somebody tries to sign in. What is kept of it are hashes.
 *
 * @param name what was typed, and where; whether somebody has it plays no part
 * @param address the IP address it came from; empty when a server asks for people whose address it
 *     does not pass on
 * @param witness the account whose word for the address is all there is; empty when the engine saw
 *     it
 */
record SignInAttempt(String name, Optional<String> address, String witness) {
  private static final int IPV6_NETWORK_BYTES = 8;

  /**
   * An attempt with a user name from an address that the engine sees.
   *
   * @param place the pool that is asked, or the account where the name has to say which pool. Names
   *     of different places have nothing to do with one another.
   */
  static SignInAttempt of(String place, String name, Optional<String> address) {
    return new SignInAttempt(place + "/" + name, address, "");
  }

  /** The same from an address that an account reports, which counts in that account only. */
  SignInAttempt reportedBy(String accountId) {
    return new SignInAttempt(name, address, accountId);
  }

  String nameId() {
    return hash("name", name.toLowerCase(Locale.ROOT));
  }

  Optional<String> addressId() {
    return address.map(from -> hash("address", witness + network(from)));
  }

  /** Of this name at this address. */
  Optional<String> bothId() {
    return addressId().map(from -> hash("both", nameId() + from));
  }

  // Whoever has one IPv6 address has the whole /64 around it.
  private static String network(String address) {
    return ClientAddress.literal(address)
        .map(InetAddress::getAddress)
        .map(ip -> ip.length > 4 ? Arrays.copyOf(ip, IPV6_NETWORK_BYTES) : ip)
        .map(HexFormat.of()::formatHex)
        .orElse(address);
  }

  private static String hash(String kind, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest((kind + " " + text).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
