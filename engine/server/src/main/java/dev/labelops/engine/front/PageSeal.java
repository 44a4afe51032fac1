package dev.labelops.engine.front;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Marks the token of a list with whose list it is: the operation, the account and the region. A
 * token that another account or another list gave out is refused, so that nothing is learned from
 * it.
 *
 * @param mark prefix of each token
 */
record PageSeal(String mark) {
  private static final int MARK_LENGTH = 12;
  private static final String END = ".";

  static PageSeal of(String target, Caller caller) {
    String list = String.join(" ", target, caller.accountId(), caller.region());
    String hash = SigV4.sha256(list.getBytes(StandardCharsets.UTF_8));
    return new PageSeal(hash.substring(0, MARK_LENGTH) + END);
  }

  /** The answer with its token, if there is one, marked. */
  ObjectNode close(ObjectNode answer, String member) {
    Json.text(answer, member).ifPresent(token -> answer.put(member, mark + token));
    return answer;
  }

  /**
   * The request with its token, if there is one, as the operation gave it out.
   *
   * @param foreignToken the error for a token of another list; its place is {@code member}
   * @throws AwsError {@code foreignToken}
   */
  ObjectNode open(ObjectNode request, String member, ErrorForm foreignToken) {
    Optional<String> token = Json.text(request, member);
    if (token.isEmpty()) {
      return request;
    }
    if (!token.get().startsWith(mark)) {
      throw foreignToken.of(member);
    }
    return request.deepCopy().put(member, token.get().substring(mark.length()));
  }
}
