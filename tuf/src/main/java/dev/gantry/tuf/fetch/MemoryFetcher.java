// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.fetch;

import dev.gantry.core.Bytes;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Serves files from memory: for tests, and for metadata that came by another way.
 *
 * <p>Mutable and thread-safe.
 */
public final class MemoryFetcher implements Fetcher {
  private final Map<String, Bytes> files = new TreeMap<>();
  private final List<FetchRequest> requests = new ArrayList<>();

  /** Creates a fetcher without files. */
  public MemoryFetcher() {}

  /**
   * Adds or replaces a file.
   *
   * @param path its path as a request has it: relative and percent-encoded
   * @param content its content
   * @return this
   * @throws IllegalArgumentException if no request could have that path
   */
  public MemoryFetcher put(String path, Bytes content) {
    String checked = FetchRequest.of(path).path();
    synchronized (files) {
      files.put(checked, content);
    }
    return this;
  }

  /**
   * Removes a file if it is there.
   *
   * @param path its path
   * @return this
   */
  public MemoryFetcher remove(String path) {
    synchronized (files) {
      files.remove(path);
    }
    return this;
  }

  /**
   * Returns the requests so far, also those for files that are not there.
   *
   * @return a copy, oldest first
   */
  public List<FetchRequest> requests() {
    synchronized (files) {
      return List.copyOf(requests);
    }
  }

  @Override
  public FetchResponse open(FetchRequest request)
      throws FetchNotFoundException, FetchFailedException {
    Bytes content;
    synchronized (files) {
      requests.add(request);
      content = files.get(request.path());
    }
    if (content == null) {
      throw new FetchNotFoundException(request.path(), FetchNotFoundException.NO_STATUS);
    }
    if (request.offsetBytes() > content.size()) {
      throw OffsetCheck.beyondEnd(request.path(), request.offsetBytes(), content.size());
    }
    int offset = (int) request.offsetBytes();
    InputStream body =
        new ByteArrayInputStream(content.toByteArray(), offset, content.size() - offset);
    return FetchResponse.of(body, offset);
  }
}
