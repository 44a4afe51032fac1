package dev.labelops.engine.sts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.SigningKey;
import java.util.UUID;

/** STS's XML documents. */
final class StsXml {
  private static final XmlMapper XML = new XmlMapper();

  private StsXml() {}

  static String callerIdentity(Caller caller) {
    ObjectNode result =
        Json.object()
            .put("Arn", caller.arn())
            .put("UserId", userId(caller))
            .put("Account", caller.accountId());
    return response("GetCallerIdentity", result);
  }

  // For a session what AssumeRole said it is.
  private static String userId(Caller caller) {
    String arn = caller.arn();
    return caller.isSession()
        ? caller.accessKeyId() + arn.substring(arn.lastIndexOf('/')).replace('/', ':')
        : caller.accessKeyId();
  }

  static String assumedRole(SigningKey key, String session) {
    ObjectNode result = Json.object();
    result
        .putObject("Credentials")
        .put("AccessKeyId", key.accessKeyId())
        .put("SecretAccessKey", key.secretAccessKey())
        .put("SessionToken", key.sessionToken().orElseThrow())
        .put("Expiration", key.expiresAt().orElseThrow().toString());
    result
        .putObject("AssumedRoleUser")
        .put("Arn", key.arn())
        .put("AssumedRoleId", key.accessKeyId() + ":" + session);
    return response("AssumeRole", result);
  }

  static String error(AwsError error) {
    ObjectNode body = Json.object();
    body.putObject("Error")
        .put("Type", error.status() < 500 ? "Sender" : "Receiver")
        .put("Code", error.code())
        .put("Message", error.getMessage());
    body.put("RequestId", UUID.randomUUID().toString());
    return document("ErrorResponse", body);
  }

  private static String response(String action, ObjectNode result) {
    ObjectNode body = Json.object();
    body.set(action + "Result", result);
    body.putObject("ResponseMetadata").put("RequestId", UUID.randomUUID().toString());
    return document(action + "Response", body);
  }

  private static String document(String root, ObjectNode body) {
    try {
      return XML.writer().withRootName(root).writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a document cannot be written", e);
    }
  }
}
