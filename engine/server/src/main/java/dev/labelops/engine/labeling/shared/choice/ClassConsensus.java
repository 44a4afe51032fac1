package dev.labelops.engine.labeling.shared.choice;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.task.Consensus;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.LabelCategories;
import java.util.Set;

/** The consensus about one class per object, in the form of {@link ClassChoice}. */
public final class ClassConsensus implements Consensus.OfClasses {
  @Override
  public String classOf(JsonNode answer) {
    return ClassChoice.said(answer);
  }

  @Override
  public Consolidated write(String name, double confidence, LabelCategories labels) {
    return ClassChoice.write(name, confidence, labels.names(), Set.of());
  }
}
