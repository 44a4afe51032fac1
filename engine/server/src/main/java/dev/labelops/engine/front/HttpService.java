package dev.labelops.engine.front;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers the requests of one wire protocol. */
@FunctionalInterface
public interface HttpService {
  void handle(HttpServletRequest request, HttpServletResponse response) throws IOException;
}
