package dev.labelops.engine.front;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.util.InetAddressSet;

/**
 * Which IP address a request comes from. {@code X-Forwarded-For} can be written by anybody, so it
 * counts only as far as trusted proxies wrote it: from its end, up to the first address that is not
 * one of them.
 */
public final class ClientAddress {
  private static final Pattern LITERAL =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|(?=.*:)[0-9a-fA-F:.]{2,45}");

  private final InetAddressSet trusted = new InetAddressSet();

  /**
   * @param trustedProxies addresses and networks, for example {@code 10.0.0.0/8}
   * @throws IllegalArgumentException when one of them is neither
   */
  public ClientAddress(List<String> trustedProxies) {
    for (String proxy : trustedProxies) {
      try {
        trusted.add(proxy.strip());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "'"
                + proxy
                + "' is not a trusted proxy: give an IP address or a network, for example"
                + " 10.0.0.0/8.",
            e);
      }
    }
  }

  /** The address as a literal. */
  public String of(HttpServletRequest request) {
    String nearest = request.getRemoteAddr();
    List<String> forwarded =
        Collections.list(request.getHeaders("X-Forwarded-For")).stream()
            .flatMap(header -> Arrays.stream(header.split(",")))
            .map(String::strip)
            .toList();
    List<String> way = Stream.concat(Stream.of(nearest), forwarded.reversed().stream()).toList();
    String last = nearest;
    for (String address : way) {
      Optional<InetAddress> literal = literal(address);
      if (literal.isEmpty()) {
        return last;
      }
      last = literal.get().getHostAddress();
      if (!trusted.test(literal.get())) {
        return last;
      }
    }
    return last;
  }

  /** Whether the client speaks TLS, to the engine or to a trusted proxy that says so. */
  public boolean isSecure(HttpServletRequest request) {
    boolean proxied =
        literal(request.getRemoteAddr()).filter(trusted::test).isPresent()
            && "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
    return request.isSecure() || proxied;
  }

  /** An IP address from its text, also in brackets and with a port; empty for anything else. */
  public static Optional<InetAddress> literal(String text) {
    String bare = text.replaceFirst("^\\[(.*)](:\\d+)?$", "$1");
    if (!LITERAL.matcher(bare).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(bare));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
