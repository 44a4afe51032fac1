package dev.labelops.testcluster;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One line of the API server's audit log ({@code audit.k8s.io/v1 Event}), level Metadata.
 *
 * @param stage {@code ResponseStarted} (watches), {@code ResponseComplete} or {@code Panic}
 * @param verb of Kubernetes: get, list, watch, create, update, patch, delete, deletecollection
 * @param user for example {@code system:serviceaccount:labelops-system:labelops}
 * @param uri with the query
 * @param apiGroup {@code objectRef.apiGroup}, empty for the core group
 * @param resource {@code objectRef.resource} with {@code /subresource}; empty for non-resource URLs
 * @param namespace empty for cluster-wide requests
 * @param name empty for collections
 * @param code HTTP status, 0 when there was none
 * @param decision {@code allow} or {@code forbid}, of the annotation of the authorizer
 */
public record AuditEvent(
    String stage,
    String verb,
    String user,
    String uri,
    String apiGroup,
    String resource,
    String namespace,
    String name,
    int code,
    String decision) {

  static AuditEvent of(JsonNode event) {
    JsonNode object = event.path("objectRef");
    String sub = object.path("subresource").asText("");
    return new AuditEvent(
        event.path("stage").asText(""),
        event.path("verb").asText(""),
        event.path("user").path("username").asText(""),
        event.path("requestURI").asText(""),
        object.path("apiGroup").asText(""),
        object.path("resource").asText("") + (sub.isEmpty() ? "" : "/" + sub),
        object.path("namespace").asText(""),
        object.path("name").asText(""),
        event.path("responseStatus").path("code").asInt(0),
        event.path("annotations").path("authorization.k8s.io/decision").asText(""));
  }
}
