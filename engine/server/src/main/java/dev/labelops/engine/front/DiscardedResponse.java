package dev.labelops.engine.front;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/** A response of which nobody hears. */
final class DiscardedResponse extends HttpServletResponseWrapper {
  private final ServletOutputStream nowhere =
      new ServletOutputStream() {
        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
          throw new IllegalStateException("asynchronous writes are not supported");
        }

        @Override
        public void write(int oneByte) {}

        @Override
        public void write(byte[] bytes, int offset, int length) {}
      };

  DiscardedResponse(HttpServletResponse response) {
    super(response);
  }

  @Override
  public ServletOutputStream getOutputStream() {
    return nowhere;
  }

  @Override
  public void setContentLength(int length) {}

  @Override
  public void setContentLengthLong(long length) {}

  @Override
  public void flushBuffer() {}
}
