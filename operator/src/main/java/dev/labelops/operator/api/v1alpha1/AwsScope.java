package dev.labelops.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where AWS calls for a resource go, and as whom. Absent members mean the operator's own. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.externalId) || has(self.assumeRoleArn)",
    message =
        "externalId is only used with assumeRoleArn: set assumeRoleArn too, or remove externalId")
public record AwsScope(
    @JsonPropertyDescription(
            "AWS region, for example eu-west-1. Default: the operator's own (AWS_REGION).")
        @Size(max = 32)
        @Pattern("^[a-z]{2}(-[a-z]+)+-[0-9]$")
        String region,
    @JsonPropertyDescription(
            "Role that the operator assumes for this resource (sts:AssumeRole RoleArn)."
                + " The namespace needs a grant for it in the operator's tenancy setting.")
        @Size(min = 20, max = 2048)
        @Pattern("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[a-zA-Z_0-9+=,.@/-]+$")
        String assumeRoleArn,
    @JsonPropertyDescription("External id of that role's trust policy (sts:AssumeRole ExternalId).")
        @Size(min = 2, max = 1224)
        @Pattern("^[a-zA-Z0-9+=,.@:/-]+$")
        String externalId) {}
