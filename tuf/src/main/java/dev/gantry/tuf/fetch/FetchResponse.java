// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An open body. Its length is whatever comes; who reads it sets the bound.
 *
 * <p>For one thread.
 */
public final class FetchResponse implements Closeable {
  private final InputStream body;
  private final long offsetBytes;
  private final @Nullable String origin;

  private FetchResponse(InputStream body, long offsetBytes, @Nullable String origin) {
    this.body = body;
    this.offsetBytes = offsetBytes;
    this.origin = origin;
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
    return new FetchResponse(body, offsetBytes, null);
  }

  /**
   * Returns the same response under the name of the one of several sources that it comes from.
   *
   * @param name the name, which {@link FetchRequest#avoiding} takes
   * @return a response with the same body
   */
  public FetchResponse withOrigin(String name) {
    return new FetchResponse(body, offsetBytes, Objects.requireNonNull(name, "name"));
  }

  /**
   * Returns the same response with a body that reads this one's.
   *
   * @param newBody closing the response closes it
   * @return a response of the same origin and offset
   */
  public FetchResponse withBody(InputStream newBody) {
    return new FetchResponse(Objects.requireNonNull(newBody, "newBody"), offsetBytes, origin);
  }

  /**
   * Returns which of several sources this comes from. Who refuses the content may ask again with
   * {@link FetchRequest#avoiding} it.
   *
   * @return a name, or empty if the fetcher has only one source
   */
  public Optional<String> origin() {
    return Optional.ofNullable(origin);
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
