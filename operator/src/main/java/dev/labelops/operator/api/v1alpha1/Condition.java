package dev.labelops.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * One observed aspect of a resource, in the form of Kubernetes' {@code metav1.Condition}.
 *
 * @param lastTransitionTime RFC 3339, seconds, UTC; moves only when {@code status} does
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
    @Required
        @Size(max = 64)
        @JsonPropertyDescription("Ready, Reconciling, Stalled or one that belongs to the kind.")
        String type,
    @Required @Size(max = 7) @JsonPropertyDescription("True, False or Unknown.") String status,
    @JsonPropertyDescription("metadata.generation that this condition was computed for.")
        Long observedGeneration,
    @Required @Size(max = 64) @JsonPropertyDescription("When status last changed, RFC 3339.")
        String lastTransitionTime,
    @Required
        @Size(max = 128)
        @JsonPropertyDescription("One word from the documented list of reasons.")
        String reason,
    @Size(max = 32768) @JsonPropertyDescription("What was seen, and what to do about it.")
        String message) {}
