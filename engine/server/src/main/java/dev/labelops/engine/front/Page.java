package dev.labelops.engine.front;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list. The token says behind which sort key the next page begins, so that items
 * which come and go between two calls, the last of a page included, shift nothing.
 *
 * @param next the token of the following page; empty on the last
 */
public record Page<T>(List<T> items, Optional<String> next) {
  private static final String MARK = "1:";

  /**
   * Sorts and cuts out a page.
   *
   * @param all everything there is, in any order
   * @param token what the caller sent; empty for the first page
   * @param limit the most items on a page
   * @param sortKey what the list is sorted by, another one for each item
   * @param badToken the error for a token that no page had
   * @throws AwsError {@code badToken}
   */
  public static <T> Page<T> of(
      List<T> all,
      Optional<String> token,
      int limit,
      Function<T, String> sortKey,
      ErrorForm badToken) {
    return of(all, token, limit, sortKey, Comparator.naturalOrder(), badToken);
  }

  /**
   * Like {@link #of(List, Optional, int, Function, ErrorForm)}.
   *
   * @param order of the sort keys
   */
  public static <T> Page<T> of(
      List<T> all,
      Optional<String> token,
      int limit,
      Function<T, String> sortKey,
      Comparator<String> order,
      ErrorForm badToken) {
    Optional<String> behind = token.map(text -> decoded(text, badToken));
    List<T> rest =
        all.stream()
            .filter(
                item -> behind.isEmpty() || order.compare(sortKey.apply(item), behind.get()) > 0)
            .sorted(Comparator.comparing(sortKey, order))
            .toList();
    List<T> items = rest.subList(0, Math.min(limit, rest.size()));
    boolean more = items.size() < rest.size() && !items.isEmpty();
    return new Page<>(
        items, more ? Optional.of(encoded(sortKey.apply(items.getLast()))) : Optional.empty());
  }

  /** The page as a response: the items under {@code listMember}, the token where there is one. */
  public ObjectNode toJson(String listMember, String tokenMember, Function<T, JsonNode> item) {
    ObjectNode response = Json.object();
    ArrayNode list = response.putArray(listMember);
    items.forEach(i -> list.add(item.apply(i)));
    next.ifPresent(token -> response.put(tokenMember, token));
    return response;
  }

  private static String encoded(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((MARK + key).getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String token, ErrorForm badToken) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.startsWith(MARK)) {
        return text.substring(MARK.length());
      }
    } catch (IllegalArgumentException e) {
      throw badToken.of();
    }
    throw badToken.of();
  }
}
