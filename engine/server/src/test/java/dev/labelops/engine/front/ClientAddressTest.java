package dev.labelops.engine.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who asks, as far as trusted proxies say it. */
class ClientAddressTest {
  private static final ClientAddress ADDRESSES =
      new ClientAddress(List.of("10.0.0.0/8", "2001:db8::/64"));

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 198.51.100.7, 192.0.2.1",
    "10.0.0.1, 198.51.100.7, 198.51.100.7",
    "10.0.0.1, '1.2.3.4, 198.51.100.7', 198.51.100.7",
    "10.0.0.1, '1.2.3.4, 198.51.100.7, 10.2.3.4', 198.51.100.7",
    "10.0.0.1, '10.9.9.9, 10.2.3.4', 10.9.9.9",
    "10.0.0.1, '198.51.100.7, unknown, 10.2.3.4', 10.2.3.4",
    "10.0.0.1, localhost, 10.0.0.1",
    "10.0.0.1, '', 10.0.0.1",
    "10.0.0.1, '[2001:db8:1::7]:443', 2001:db8:1:0:0:0:0:7",
    "2001:db8::1, 198.51.100.7, 198.51.100.7",
  })
  void theFirstAddressFromTheEndThatIsNoTrustedProxy(
      String remote, String forwarded, String expected) {
    assertThat(ADDRESSES.of(request(remote, forwarded))).isEqualTo(expected);
  }

  @Test
  void withoutTrustedProxiesTheHeaderIsNothing() {
    assertThat(new ClientAddress(List.of()).of(request("10.0.0.1", "198.51.100.7")))
        .isEqualTo("10.0.0.1");
  }

  @Test
  void whatIsNoNetworkIsRefused() {
    assertThatThrownBy(() -> new ClientAddress(List.of("10.0.0.0/8", "proxy.example.com")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("proxy.example.com")
        .hasMessageContaining("give an IP address or a network");
  }

  private static HttpServletRequest request(String remote, String forwarded) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            ClientAddressTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getRemoteAddr" -> remote;
                  case "getHeaders" -> Collections.enumeration(List.of(forwarded));
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
