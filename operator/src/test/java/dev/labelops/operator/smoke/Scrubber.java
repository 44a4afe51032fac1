package dev.labelops.operator.smoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes out of recordings what says whose account it was, and everything about people. */
final class Scrubber {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String REMOVED = "(removed)";

  /** Members of answers that name people, sign-in or the account. */
  private static final Set<String> REMOVED_MEMBERS =
      Set.of(
          "Username",
          "Value",
          "JobReferenceCode",
          "SubDomain",
          "ClientId",
          "UserPool",
          "UserPoolId",
          "UserGroup",
          "GroupName",
          "NextToken",
          "NotificationTopicArn",
          "WorkforceArn",
          "Description",
          "KmsKeyId");

  private static final Map<Pattern, String> PATTERNS = new LinkedHashMap<>();

  static {
    PATTERNS.put(Pattern.compile("\\b[\\w.+-]+@[\\w-]+\\.[\\w.-]+"), "person@example.com");
    PATTERNS.put(Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b"), "AKIAIOSFODNN7EXAMPLE");
    PATTERNS.put(
        Pattern.compile("\\b\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}\\b"),
        "00000000-0000-0000-0000-000000000000");
    PATTERNS.put(Pattern.compile("(?<!\\d)\\d{12}(?!\\d)"), "111122223333");
  }

  private final Map<String, String> names = new LinkedHashMap<>();
  private final String jobName;

  Scrubber(SmokeRequest request, String jobName) {
    this.jobName = jobName;
    names.put(request.bucket(), "example-bucket");
    names.put(request.roleArn().substring(request.roleArn().indexOf(":role/") + 6), "example-role");
    names.put(
        request.workteamArn().substring(request.workteamArn().lastIndexOf('/') + 1),
        "example-team");
  }

  /** The text without secrets; JSON is looked through member by member. */
  String scrub(String text) {
    return plain(text.stripLeading().startsWith("{") ? json(text) : text);
  }

  private String json(String text) {
    try {
      JsonNode tree = JSON.readTree(text);
      clean(tree);
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      return text;
    }
  }

  private void clean(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              member -> {
                if (REMOVED_MEMBERS.contains(member.getKey()) && member.getValue().isTextual()) {
                  // The value of our own tags is no secret, and says what the service keeps.
                  if (!object.path("Key").asText().startsWith("labelops.dev/")) {
                    member.setValue(object.textNode(REMOVED));
                  }
                } else if (member.getKey().equals("LabelingJobSummaryList")) {
                  keepOwn((ArrayNode) member.getValue());
                  clean(member.getValue());
                } else {
                  clean(member.getValue());
                }
              });
    } else {
      node.forEach(this::clean);
    }
  }

  /** Other people's jobs are nobody's business. */
  private void keepOwn(ArrayNode summaries) {
    for (int i = summaries.size() - 1; i >= 0; i--) {
      if (!summaries.get(i).path("LabelingJobName").asText().equals(jobName)) {
        summaries.remove(i);
      }
    }
  }

  private String plain(String text) {
    String scrubbed = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      scrubbed =
          Pattern.compile("(?<![\\w-])" + Pattern.quote(name.getKey()) + "(?![\\w-])")
              .matcher(scrubbed)
              .replaceAll(name.getValue());
    }
    for (Map.Entry<Pattern, String> pattern : PATTERNS.entrySet()) {
      scrubbed = pattern.getKey().matcher(scrubbed).replaceAll(pattern.getValue());
    }
    return scrubbed;
  }
}
