package dev.labelops.engine.s3.protocol;

import dev.labelops.engine.front.Form;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request whose parameters are those of its query and nothing else. A servlet takes the body of
 * type {@code application/x-www-form-urlencoded} for parameters too, and reads it away: to S3 it is
 * the object, and curl and Python's urllib say that type of whatever they send.
 */
public final class QueryRequest extends HttpServletRequestWrapper {
  private final Map<String, String> parameters;

  public QueryRequest(HttpServletRequest request) {
    super(request);
    this.parameters = Form.parse(request.getQueryString());
  }

  @Override
  public String getParameter(String name) {
    return parameters.get(name);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(parameters.keySet());
  }

  @Override
  public String[] getParameterValues(String name) {
    String value = parameters.get(name);
    return value == null ? null : new String[] {value};
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    return parameters.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> new String[] {entry.getValue()}));
  }
}
