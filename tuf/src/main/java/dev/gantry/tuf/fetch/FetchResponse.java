// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * An open body. Its length is whatever comes; who reads it sets the bound.
 *
 * <p>For one thread.
 */
public final class FetchResponse implements Closeable {
  private final InputStream body;
  private final long offsetBytes;

  private FetchResponse(InputStream body, long offsetBytes) {
    this.body = body;
    this.offsetBytes = offsetBytes;
  }

  /**
   * Creates a response.
   *
   * @param body the content from the offset on; closing the response closes it
   * @param offsetBytes offset of the first byte of the body in the file, 0 or the one asked for
   * @return a response
   */
  public static FetchResponse of(InputStream body, long offsetBytes) {
    Objects.requireNonNull(body, "body");
    if (offsetBytes < 0) {
      throw new IllegalArgumentException("offset is negative: " + offsetBytes);
    }
    return new FetchResponse(body, offsetBytes);
  }

  /**
   * Returns the body; closing the response closes it.
   *
   * @return a stream that may end early with an {@link IOException}
   */
  public InputStream body() {
    return body;
  }

  /**
   * Returns where the body starts: at the offset asked for, or at 0 if the source cannot resume.
   *
   * @return bytes from the start of the file
   */
  public long offsetBytes() {
    return offsetBytes;
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
