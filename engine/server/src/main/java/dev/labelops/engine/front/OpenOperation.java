package dev.labelops.engine.front;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.BiFunction;

/**
 * One operation of a JSON 1.1 service that is not signed, because people call it who have no key:
 * what the request holds proves who asks.
 *
 * @param target the value of {@code X-Amz-Target}
 * @param body answers the IP address that asks and its request, which has the documented shape
 */
public record OpenOperation(String target, BiFunction<String, JsonNode, JsonNode> body) {}
