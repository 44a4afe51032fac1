package dev.labelops.engine.front;

/**
 * Who sends a request: the key that signed it and the place that it addresses. Everything the
 * engine keeps is kept per account and region, as the services do.
 *
 * @param accountId 12 digits, kept as text because it may start with zero
 * @param region from the credential scope of the signature, for example {@code eu-west-1}
 * @param accessKeyId the key that signed
 * @param arn the principal, as {@code sts:GetCallerIdentity} reports it
 */
public record Caller(String accountId, String region, String accessKeyId, String arn) {}
