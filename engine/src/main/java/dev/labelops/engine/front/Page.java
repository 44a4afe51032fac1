package dev.labelops.engine.front;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list. The token names the last item of the page, so that items which come and go
 * between two calls shift nothing.
 *
 * @param next the token of the following page; empty on the last
 */
public record Page<T>(List<T> items, Optional<String> next) {

  /**
   * Cuts a page out of a sorted list.
   *
   * @param sorted everything there is, in the order in which it is listed
   * @param token what the caller sent; empty for the first page
   * @param limit the most items on a page
   * @param key what identifies an item
   * @throws AwsError 400 with {@code badTokenCode} for a token that no page had, or whose item is
   *     gone
   */
  public static <T> Page<T> of(
      List<T> sorted,
      Optional<String> token,
      int limit,
      Function<T, String> key,
      String badTokenCode) {
    int from = token.map(t -> after(sorted, decoded(t, badTokenCode), key, badTokenCode)).orElse(0);
    int to = Math.min(sorted.size(), from + limit);
    List<T> items = List.copyOf(sorted.subList(from, to));
    boolean more = to < sorted.size() && !items.isEmpty();
    return new Page<>(
        items, more ? Optional.of(encoded(key.apply(items.getLast()))) : Optional.empty());
  }

  /** The page as a response: the items under {@code listMember}, the token where there is one. */
  public ObjectNode toJson(String listMember, String tokenMember, Function<T, JsonNode> item) {
    ObjectNode response = Json.object();
    ArrayNode list = response.putArray(listMember);
    items.forEach(i -> list.add(item.apply(i)));
    next.ifPresent(token -> response.put(tokenMember, token));
    return response;
  }

  private static <T> int after(
      List<T> sorted, String lastKey, Function<T, String> key, String badTokenCode) {
    for (int i = 0; i < sorted.size(); i++) {
      if (key.apply(sorted.get(i)).equals(lastKey)) {
        return i + 1;
      }
    }
    throw badToken(badTokenCode);
  }

  private static String encoded(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String token, String badTokenCode) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw badToken(badTokenCode);
    }
  }

  private static AwsError badToken(String code) {
    return new AwsError(400, code, "Invalid pagination token: list again from the first page.");
  }
}
