package dev.labelops.engine.isolation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.RequiredTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** A call of the AWS SDK by the name of the operation, with the request as JSON. */
final class SdkCall {
  private SdkCall() {}

  /** An operation of a client of the SDK. */
  private record Operation(Class<?> request, Method method) {}

  private static final Map<Class<?>, Map<String, Operation>> SERVICES = new ConcurrentHashMap<>();

  /**
   * The operations that a client of the SDK has, by name.
   *
   * @param service the client's interface
   */
  static Set<String> operations(Class<? extends SdkClient> service) {
    return table(service).keySet();
  }

  private static Map<String, Operation> table(Class<?> service) {
    return SERVICES.computeIfAbsent(service, SdkCall::read);
  }

  private static Map<String, Operation> read(Class<?> service) {
    Map<String, Operation> operations = new TreeMap<>();
    for (Method method : service.getMethods()) {
      List<Class<?>> types = List.of(method.getParameterTypes());
      boolean calls =
          !types.isEmpty()
              && AwsRequest.class.isAssignableFrom(types.getFirst())
              && !method.getName().endsWith("Paginator")
              && (types.size() == 1 || types.size() == 2 && types.get(1) == RequestBody.class);
      if (calls) {
        operations.put(capitalized(method.getName()), new Operation(types.getFirst(), method));
      }
    }
    return operations;
  }

  /**
   * A request of the operation with the given members, as far as it has them, and with something in
   * every other one that it needs.
   */
  static ObjectNode request(
      Class<? extends SdkClient> service, String operation, Map<String, String> members) {
    return request(builder(table(service).get(operation).request()), members);
  }

  private static ObjectNode request(SdkPojo shape, Map<String, String> members) {
    ObjectNode request = Estate.JSON.createObjectNode();
    for (SdkField<?> field : shape.sdkFields()) {
      String name = field.memberName();
      if (members.containsKey(name)) {
        request.put(name, members.get(name));
      } else if (field.containsTrait(RequiredTrait.class)) {
        if (field.marshallingType() == MarshallingType.SDK_POJO) {
          request.set(name, request(field.constructor().get(), Map.of()));
        } else if (field.marshallingType() == MarshallingType.STRING) {
          request.put(name, "any");
        } else if (field.marshallingType() == MarshallingType.BOOLEAN) {
          request.put(name, true);
        }
      }
    }
    return request;
  }

  /**
   * Calls the operation.
   *
   * @return what the SDK gives back, which is a response or a stream
   * @throws RuntimeException what the SDK throws
   */
  static Object call(SdkClient client, String operation, JsonNode request) {
    Operation found = table(client.getClass().getInterfaces()[0]).get(operation);
    Object filled = fill(builder(found.request()), request);
    Method method = found.method();
    try {
      return method.getParameterCount() == 1
          ? method.invoke(client, filled)
          : method.invoke(client, filled, RequestBody.fromString("changed"));
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException thrown
          ? thrown
          : new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The token of a page. */
  static String token(Object page) {
    return ((SdkPojo) page)
        .sdkFields().stream()
            .filter(field -> field.memberName().matches("NextToken|PaginationToken"))
            .map(field -> (String) field.getValueOrDefault(page))
            .findFirst()
            .orElseThrow();
  }

  private static SdkPojo builder(Class<?> request) {
    try {
      return (SdkPojo) request.getMethod("builder").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object fill(SdkPojo builder, JsonNode json) {
    for (SdkField<?> field : builder.sdkFields()) {
      JsonNode value = json.get(field.memberName());
      if (value != null) {
        field.set(builder, value(field, value));
      }
    }
    return ((Buildable) builder).build();
  }

  private static Object value(SdkField<?> field, JsonNode json) {
    MarshallingType<?> type = field.marshallingType();
    if (type == MarshallingType.SDK_POJO) {
      return fill(field.constructor().get(), json);
    }
    if (type == MarshallingType.LIST) {
      SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
      return json.valueStream().map(item -> value(member, item)).toList();
    }
    if (type == MarshallingType.MAP) {
      SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
      Map<String, Object> map = new LinkedHashMap<>();
      json.properties().forEach(entry -> map.put(entry.getKey(), value(member, entry.getValue())));
      return map;
    }
    if (type == MarshallingType.INTEGER) {
      return json.asInt();
    }
    return type == MarshallingType.BOOLEAN ? (Object) json.asBoolean() : json.asText();
  }

  private static String capitalized(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
