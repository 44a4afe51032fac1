package dev.labelops.engine.cognito.pools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Json;

/** What DescribeUserPool reports for settings that were not sent. */
final class UserPoolDefaults {
  private static final ObjectNode DEFAULTS =
      Json.parse(
          """
          {
            "Policies": {
              "PasswordPolicy": {
                "MinimumLength": 8, "RequireUppercase": true, "RequireLowercase": true,
                "RequireNumbers": true, "RequireSymbols": true, "TemporaryPasswordValidityDays": 7
              },
              "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]}
            },
            "DeletionProtection": "INACTIVE",
            "LambdaConfig": {},
            "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_CODE"},
            "MfaConfiguration": "OFF",
            "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
            "AdminCreateUserConfig": {
              "AllowAdminCreateUserOnly": false, "UnusedAccountValidityDays": 7
            },
            "AccountRecoverySetting": {
              "RecoveryMechanisms": [
                {"Priority": 1, "Name": "verified_email"},
                {"Priority": 2, "Name": "verified_phone_number"}
              ]
            },
            "UserPoolTier": "ESSENTIALS"
          }
          """);

  private UserPoolDefaults() {}

  /** The settings as described: what was sent, with the defaults around it. */
  static ObjectNode completed(ObjectNode settings) {
    ObjectNode result = DEFAULTS.deepCopy();
    ObjectNode described = settings.deepCopy();
    described.remove(MfaConfig.FACTORS);
    described.remove("Schema");
    described
        .properties()
        .forEach(
            member -> {
              JsonNode value = member.getValue();
              JsonNode fallback = result.get(member.getKey());
              boolean both = value.isObject() && fallback != null && fallback.isObject();
              result.set(
                  member.getKey(),
                  both ? ((ObjectNode) fallback).setAll((ObjectNode) value) : value);
            });
    result.set("SchemaAttributes", UserPoolSchema.described(settings.path("Schema")));
    return result;
  }
}
