package dev.labelops.learning.classes;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How a row comes from an object; a part of the model, because a model fits its features only. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = HashedNgrams.class, name = "hashed-ngrams"),
  @JsonSubTypes.Type(value = StandardizedEmbedding.class, name = "embedding"),
  @JsonSubTypes.Type(value = WordsAndEmbedding.class, name = "words-and-embedding")
})
public sealed interface Features permits HashedNgrams, StandardizedEmbedding, WordsAndEmbedding {

  /** Length of a row. */
  int dimensions();
}
