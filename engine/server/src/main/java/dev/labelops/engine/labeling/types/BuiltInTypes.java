package dev.labelops.engine.labeling.types;

import dev.labelops.engine.labeling.task.TaskTypes;
import dev.labelops.engine.labeling.types.boundingbox.BoundingBox;
import dev.labelops.engine.labeling.types.imagemulticlass.ImageMultiClass;
import dev.labelops.engine.labeling.types.namedentityrecognition.NamedEntityRecognition;
import dev.labelops.engine.labeling.types.semanticsegmentation.SemanticSegmentation;
import dev.labelops.engine.labeling.types.textmulticlass.TextMultiClass;
import java.util.List;

/** The task types of this engine. */
public final class BuiltInTypes {
  /** A further type is a further line here. */
  public static final TaskTypes ALL =
      new TaskTypes(
          List.of(
              new ImageMultiClass(), //
              new TextMultiClass(),
              new BoundingBox(),
              new NamedEntityRecognition(),
              new SemanticSegmentation()));

  private BuiltInTypes() {}
}
